import type { Quirks } from './headset-quirks.ts';
import { never } from './machine-state.ts';
import type { PlannedTask } from './self-test-plan.ts';
import type { SelfTestDraft, SelfTestEvent, SelfTestState, Track, Watch } from './self-test-state.ts';
import type { InField } from './telephony-layout.ts';
import type { InRole } from './telephony-usages.ts';

type FieldEvent = SelfTestEvent & { type: 'field' };

/** A hook back at 0 within this time pulses; no hand lifts and hangs up that fast. */
const hookPulseMs = 150;
/** Nothing of ours may have gone to the device for this long before a press that proves something. */
const quietMs = 200;
/** A mute bit back at 0 within this time followed the finger; one that is still 1 after `stayMs` is a state. */
const mutePulseMs = 500;
const stayMs = 1000;
/** A button that reports 1 again after this long was pressed again, not held: devices repeat faster. */
const repeatMs = 1000;
/** A report may hold more fields than the one that is watched; they all come at once. */
const sameReportMs = 50;

const untouched: Track = { lastReportAt: never, roseAt: never, fellAt: never };

export function trackField(draft: SelfTestDraft, { role, value, previous = 0, t }: FieldEvent): void {
  const track = trackOf(draft.state, role);
  const tracks = new Map(draft.state.tracks).set(role, {
    lastReportAt: t,
    roseAt: value > 0 && previous <= 0 ? t : track.roseAt,
    fellAt: value <= 0 && previous > 0 ? t : track.fellAt,
  });
  // A mute press outside a call is answered by a write (R17).
  const quietSince = role === 'mute' && value !== previous ? t : draft.state.quietSince;
  draft.state = { ...draft.state, tracks, quietSince };
}

const trackOf = ({ tracks }: SelfTestState, role: InRole): Track => tracks.get(role) ?? untouched;

function fieldOf({ context }: SelfTestState, role: InRole): InField | undefined {
  return context.layout.inputs.find((field) => field.role === role);
}

/** What is worth watching after the machine understood a press; undefined when nothing can be learnt from it. */
export function watchAfterPress({ state, t }: SelfTestDraft, { task }: PlannedTask): Watch | undefined {
  if (task.kind !== 'press') return undefined;
  const since = t;
  if (task.press === 'answer' && fieldOf(state, 'hook')?.semantics === 'level')
    return { over: 'hook-pulse', since, until: t + quietMs };
  const isUnlearnt = state.context.quirks.muteIs === undefined && state.learnt.muteIs === undefined;
  if (task.press === 'mute' && fieldOf(state, 'mute')?.semantics === 'level' && isUnlearnt)
    return { over: 'mute-pulse', since, until: t + stayMs };
  return undefined;
}

/** Begins, or gives up, to watch a press that gave no intent because its button was 1 already. */
export function watchForRelease(
  draft: SelfTestDraft,
  planned: PlannedTask,
  before: SelfTestState,
  event: FieldEvent,
): void {
  const { t } = event;
  if (before.watch === undefined && isSilentPress(planned, before, event) && !hasMovedAt(draft.state, t))
    draft.state = { ...draft.state, watch: { over: 'release', since: t, until: t + sameReportMs } };
  // Another field of the same report changed: that is what the report was about.
  if (before.watch?.over === 'release' && before.watch.since === t && hasMovedAt(draft.state, t))
    draft.state = { ...draft.state, watch: undefined };
}

/**
 * A button that was 1 all the time since its last press and reports 1 again, long after: it was pressed again, and its
 * release is never told.
 */
function isSilentPress(
  { roles }: PlannedTask,
  before: SelfTestState,
  { role, value, previous = 0, t }: FieldEvent,
): boolean {
  if (value <= 0 || value !== previous || !roles.includes(role)) return false;
  const { context, learnt } = before;
  if (context.quirks.noReleaseReport === true || learnt.noReleaseReport === true) return false;
  const semantics = fieldOf(before, role)?.semantics;
  if (semantics !== 'toggle' && semantics !== 'momentary') return false;
  const { lastReportAt, roseAt } = trackOf(before, role);
  return roseAt !== never && t >= lastReportAt + repeatMs;
}

function hasMovedAt({ tracks }: SelfTestState, t: number): boolean {
  return [...tracks.values()].some(({ roseAt, fellAt }) => roseAt === t || fellAt === t);
}

/** The watch is over: what it showed changes how the device is read from now on. */
export function learn(draft: SelfTestDraft, watch: Watch): void {
  const found = judge(draft.state, watch);
  if (Object.keys(found).length === 0) return;
  const learnt = { ...draft.state.learnt, ...found };
  draft.state = { ...draft.state, learnt };
  draft.effects.push({ type: 'quirks', quirks: { ...draft.state.context.quirks, ...learnt } });
}

function judge(state: SelfTestState, { over, since }: Watch): Quirks {
  switch (over) {
    case 'hook-pulse': {
      const { roseAt, fellAt } = trackOf(state, 'hook');
      const isOwnDoing = roseAt >= state.quietSince + quietMs;
      return isOwnDoing && fellAt >= roseAt && fellAt <= roseAt + hookPulseMs ? { hookPulses: true } : {};
    }
    case 'mute-pulse': {
      const { roseAt, fellAt } = trackOf(state, 'mute');
      if (roseAt > since) return {};
      // Without the NoPreferred flag an absolute mute may be either (R17).
      if (fellAt < roseAt) return fieldOf(state, 'mute')?.noPreferred === true ? {} : { muteIs: 'level' };
      return fellAt <= roseAt + mutePulseMs ? { muteIs: 'toggle' } : {};
    }
    case 'release':
      return { noReleaseReport: true };
  }
}
