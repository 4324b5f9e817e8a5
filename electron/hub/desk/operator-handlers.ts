import type { CallEnd } from '../../common/call/call-end.ts';
import { activeCall, heldCall, ringingIn } from '../../common/call/call-selectors.ts';
import type { Wish } from '../../common/call/call-state.ts';
import type { Contract } from '../../common/contract/contract.ts';
import type { Handlers } from '../../common/contract/server.ts';
import type { operatorCommands } from '../../common/contract/operator-commands.ts';
import type { Settings } from '../../common/contract/settings.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { TakeBack } from '../call/take-back.ts';
import type { CustomerDesk, StoreClient } from '../customer/customer-desk.ts';
import type { ExchangeDesk } from '../exchange/exchange-desk.ts';
import { createExchangeHandlers } from '../exchange/exchange-handlers.ts';
import type { CallHistory } from '../record/call-history.ts';
import type { CallQualityDesk } from '../record/call-quality.ts';
import type { HeadsetDesk } from '../headset/headset-desk.ts';
import type { HeadsetLink } from '../headset/headset-link.ts';
import { dialTarget } from '../base/numbers.ts';
import type { SoundDesk } from '../sound/sound-desk.ts';
import { createSoundHandlers } from '../sound/sound-handlers.ts';
import type { PhoneLink } from '../line/phone-link.ts';
import type { Practice } from '../line/practice.ts';
import type { PreflightDesk } from '../line/preflight-desk.ts';

/** The table of commands as a contract of its own, so that one set of handlers serves desk and ctl. */
interface OperatorContract {
  readonly name: 'operator';
  readonly commands: typeof operatorCommands;
  readonly events: Contract['events'];
}

export type OperatorHandlers = Handlers<OperatorContract>;

export interface OperatorParts {
  readonly calls: CallDesk;
  readonly phone: PhoneLink;
  readonly headset: HeadsetLink;
  readonly headsetDesk: HeadsetDesk;
  readonly history: CallHistory;
  readonly quality: CallQualityDesk;
  readonly exportTrace: (includeCustomer: boolean) => Promise<Result<{ file: string; messages: number }>>;
  readonly takeBack: TakeBack;
  readonly customers: CustomerDesk;
  readonly practice: Practice;
  readonly exchange: ExchangeDesk;
  readonly preflight: PreflightDesk;
  readonly sound: SoundDesk;
  readonly settings: () => Settings;
  readonly store: StoreClient;
  readonly newId: () => string;
  readonly isRegistered: () => boolean;
  /** Called before the ended calls leave the desk. */
  readonly onFinish: () => void;
}

/** `by` names the side the wish came from, for the log of causes: key or click on the desk, ctl. */
export function createOperatorHandlers(parts: OperatorParts, by: string): OperatorHandlers {
  const { calls, phone, headset, customers, practice } = parts;
  const wish = (wanted: Wish): Promise<Result<null>> => calls.wish(wanted, `${by} ${wanted.type}`);

  const leaveWrapUp = async (pause: boolean): Promise<Result<null>> => {
    parts.onFinish();
    await wish({ type: 'finish' });
    return wish({ type: 'pause', on: pause });
  };

  const dial = async (number: string): Promise<Result<{ id: string }>> => {
    if (!parts.isRegistered()) return fail(appError('call.no-line'));
    const dialled = dialTarget(number, parts.settings().numbers);
    if (!dialled.ok) return dialled;
    const id = parts.newId();
    const result = await wish({ type: 'dial', id, ...dialled.value });
    return result.ok ? ok({ id }) : result;
  };

  /** Of an earlier day: what stands on record. */
  const findRecordedEnd = async (id: string): Promise<Result<CallEnd>> => {
    const asked = parts.store();
    if (asked === undefined) return fail(appError('store.unavailable'));
    const found = await asked.request('calls/get', { id });
    if (!found.ok) return found;
    const { end, endedAt, endedBy, sipStatus } = found.value ?? { end: null };
    if (end === null || endedAt == null || endedBy == null) return fail(appError('call.not-found'));
    return ok({ id, at: endedAt, endedBy, sipStatus: sipStatus ?? null, ...end });
  };

  return {
    ...createExchangeHandlers({ ...parts, ...parts.exchange }, by),
    ...createSoundHandlers(parts.sound, dial),
    'call/dial': ({ number }) => dial(number),
    'call/answer': ({ id }) => wish({ type: 'answer', id }),
    'call/reject': ({ id }) => wish({ type: 'reject', id }),
    'call/hangup': ({ id }) => wish({ type: 'hangup', id }),
    'call/hold': ({ id }) => wish({ type: 'hold', id }),
    'call/resume': ({ id }) => wish({ type: 'resume', id }),
    'call/take-back': ({ id }) => parts.takeBack.accept(id, by),
    'call/let-go': ({ id }) => parts.takeBack.decline(id),
    'call/swap': () => wish({ type: 'swap' }),
    'call/mute': ({ on }) => wish({ type: 'mute', on }),
    'call/dtmf': ({ id, tones }) => wish({ type: 'dtmf', id, tones }),
    'call/conference': () => wish({ type: 'conference' }),
    'call/split': ({ id }) => wish({ type: 'split', keep: id }),
    async 'call/transfer'({ number, attended }) {
      const dialled = dialTarget(number, parts.settings().numbers);
      if (!dialled.ok) return dialled;
      const done = await wish({ type: 'transfer', id: parts.newId(), attended, ...dialled.value });
      // Ended as the operator wished: nothing failed.
      return !done.ok && done.error.code === 'call.transfer-taken-back' ? ok(null) : done;
    },
    'call/transfer-complete': () => wish({ type: 'complete-transfer' }),
    'call/transfer-cancel': () => wish({ type: 'cancel-transfer' }),
    'call/stats': ({ id }) => {
      const state = calls.state();
      const meant = id ?? (activeCall(state) ?? heldCall(state) ?? ringingIn(state))?.id;
      return meant === undefined ? fail(appError('call.not-found')) : phone.stats(meant);
    },
    'call/report': ({ id, addresses }) => parts.quality.report(id, addresses === true),
    'trace/export': ({ includeCustomer }) => parts.exportTrace(includeCustomer),
    'customer/lookup': ({ number }) => customers.lookup(number),
    'customer/search': ({ text }) => customers.search(text),
    'headset/press': (input) => headset.ask('headset/press', input),
    'headset/list': () => headset.ask('headset/list', null),
    'headset/panel': () => headset.ask('headset/panel', null),
    'headset/choose': ({ key }) => parts.headsetDesk.choose(key),
    'headset/self-test': (input) => headset.ask('headset/self-test', input),
    'headset/record': (input) => headset.ask('headset/record', input),
    'headset/export': () => headset.ask('headset/export', null),
    'headset/events': () => ok([...parts.history.headsetEvents()]),
    async 'call/end-of'({ id }) {
      const end = id === undefined ? parts.history.lastEnd() : parts.history.endOf(id);
      if (end !== undefined) return ok(end);
      return id === undefined ? fail(appError('call.not-found')) : findRecordedEnd(id);
    },
    'practice/call': ({ from, faults }) =>
      parts.settings().practice ? practice.call(from, faults) : fail(appError('practice.off')),
    'preflight/run': () => parts.preflight.run(),
    'operator/ready': () => leaveWrapUp(false),
    'operator/pause': () => leaveWrapUp(true),
  };
}
