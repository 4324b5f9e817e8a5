import { emptyCourse, type CallCourse } from '../../common/call/call-course.ts';
import type { CallEnd } from '../../common/call/call-end.ts';
import {
  describeNow,
  summariseQuality,
  withoutAddresses,
  type CallQuality,
  type CallReport,
} from '../../common/call/call-report.ts';
import type { CallSample } from '../../common/call/call-sample.ts';
import { activeCall, findCall, heldCall, isLive } from '../../common/call/call-selectors.ts';
import type { CallView } from '../../common/contract/desk-state.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import { noQuality, stepQuality, type Quality } from '../../common/call/quality.ts';
import type { Shell } from '../../shell/shell.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { StoreClient } from '../customer/customer-desk.ts';

/** How each call sounds and sounded: fed by the phone page, shown on the desk, kept with the record. */
export interface CallQualityDesk {
  noteSample(callId: string, sample: CallSample): void;
  noteCourse(callId: string, course: CallCourse): void;
  /** Why no sound is carried. */
  noteFault(callId: string, code: string): void;
  view(callId: string): CallView['quality'];
  /** For the record: without addresses; null for a call of which nothing is known. */
  record(callId: string): CallQuality | null;
  /** Addresses are known of recent calls of this run only, and told only when asked for. */
  report(callId: string | undefined, addresses: boolean): Promise<Result<CallReport>>;
}

interface Entry {
  readonly quality: Quality;
  readonly course: CallCourse;
  readonly fault: string | null;
  readonly headset: string | null;
  readonly view: CallView['quality'];
}

const keptCalls = 50;

export function createCallQualityDesk(
  { clock, log }: Pick<Shell, 'clock' | 'log'>,
  parts: {
    readonly calls: CallDesk;
    readonly store: StoreClient;
    readonly endOf: (callId: string) => CallEnd | undefined;
    /** Product name of the headset in use. */
    readonly headset: () => string | null;
    readonly onChange: (cause: string) => void;
  },
): CallQualityDesk {
  const { calls } = parts;
  const entries = new Map<string, Entry>();
  const fresh: Entry = {
    quality: noQuality,
    course: emptyCourse,
    fault: null,
    headset: null,
    view: null,
  };

  const change = (callId: string, part: Partial<Entry>): void => {
    const known = entries.get(callId) ?? fresh;
    entries.delete(callId);
    entries.set(callId, { ...known, headset: parts.headset() ?? known.headset, ...part });
    const [oldest] = entries.keys();
    if (entries.size > keptCalls && oldest !== undefined) entries.delete(oldest);
  };

  const summarise = (entry: Entry, callId: string): CallQuality => {
    const at = findCall(calls.state(), callId)?.endedAt ?? parts.endOf(callId)?.at ?? clock.now();
    return summariseQuality(entry.quality, { ...entry, at });
  };

  const findRecorded = async (id: string): Promise<Result<CallReport>> => {
    const asked = parts.store();
    if (asked === undefined) return fail(appError('store.unavailable'));
    const found = await asked.request('calls/get', { id });
    if (!found.ok) return found;
    const record = found.value;
    if (record?.quality == null) return fail(appError('call.not-found'));
    const { end, endedAt, endedBy, sipStatus } = record;
    const isEnded = end !== null && endedAt !== null && endedBy !== null;
    return ok({
      id,
      live: null,
      quality: record.quality,
      end: isEnded ? { id, at: endedAt, endedBy, sipStatus, ...end } : null,
    });
  };

  const findMeant = (): string | undefined => {
    const state = calls.state();
    return (activeCall(state) ?? heldCall(state))?.id ?? [...entries.keys()].at(-1);
  };

  return {
    noteSample(callId, sample) {
      const known = entries.get(callId) ?? fresh;
      const { state, effects } = stepQuality(known.quality, sample);
      const view = viewOf(state);
      change(callId, { quality: state, view });
      for (const { type, kind, value } of effects) {
        log.info('call.quality', { id: callId, warning: kind, is: type, value });
        parts.onChange(`quality ${kind} ${type}`);
      }
      if (effects.length === 0 && JSON.stringify(view) !== JSON.stringify(known.view))
        parts.onChange('quality');
    },
    noteCourse: (callId, course) => change(callId, { course }),
    noteFault: (callId, code) => change(callId, { fault: code }),
    view(callId) {
      const call = findCall(calls.state(), callId);
      return call === undefined || !isLive(call) ? null : (entries.get(callId)?.view ?? null);
    },
    record(callId) {
      const entry = entries.get(callId);
      return entry === undefined ? null : withoutAddresses(summarise(entry, callId));
    },
    async report(callId, addresses) {
      const id = callId ?? findMeant();
      if (id === undefined) return fail(appError('call.not-found'));
      const entry = entries.get(id);
      if (entry === undefined) return findRecorded(id);
      const quality = summarise(entry, id);
      const call = findCall(calls.state(), id);
      return ok({
        id,
        live: call !== undefined && isLive(call) ? describeNow(entry.quality) : null,
        quality: addresses ? quality : withoutAddresses(quality),
        end: parts.endOf(id) ?? null,
      });
    },
  };
}

/** In steps that a person would tell apart: the desk is drawn anew only when there is something to see. */
function viewOf(quality: Quality): NonNullable<CallView['quality']> {
  const { grade, mos, warnings } = describeNow(quality);
  return {
    grade,
    mos: mos === null ? null : Math.round(mos * 10) / 10,
    warnings: warnings.map(({ value, ...warning }) => ({
      ...warning,
      value:
        value === null ? null : warning.kind === 'mos' ? Math.round(value * 10) / 10 : toTwoDigits(value),
    })),
  };
}

const toTwoDigits = (value: number): number => Number(value.toPrecision(2));
