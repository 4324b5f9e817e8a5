import type { CallData, RemoteParty } from '../../common/call/call-model.ts';
import type { LostCall } from '../../common/call/lost-calls.ts';
import { operatorState } from '../../common/call/call-selectors.ts';
import type { Call, CallsState } from '../../common/call/call-state.ts';
import type { CtlState } from '../../common/contract/ctl-contract.ts';
import type { CallView, CustomerPane, DeskState, Notice } from '../../common/contract/desk-state.ts';
import type { ExchangeView } from '../../common/contract/exchange-views.ts';
import type { HeadsetStatus } from '../../common/contract/hid-contract.ts';
import type { Registration } from '../../common/contract/phone-contract.ts';
import type { StepView } from '../../common/script/step-view.ts';
import type { CallWork } from '../call/call-work.ts';

/** Everything a view is made of. Views are pure; whoever shows them holds no truth of its own. */
export interface ViewSources {
  readonly now: number;
  readonly calls: CallsState;
  readonly registration: Registration;
  readonly headset: HeadsetStatus;
  readonly headsetPanel: DeskState['headsetPanel'];
  readonly notices: readonly Notice[];
  readonly exchange: ExchangeView;
  readonly sound: DeskState['sound'];
  /** Since when the operator is in the present state. */
  readonly operatorSince: number;
  readonly focus: string | null;
  /** A lost call that is offered. */
  readonly lost: (LostCall & { readonly until: number }) | null;
  pane(callId: string): CustomerPane;
  work(callId: string): CallWork;
  script(callId: string): StepView | null;
  quality(callId: string): CallView['quality'];
  display(party: RemoteParty): string;
  /** What of the data of this call is shown, under which names. */
  shownData(call: Call): CallData;
  isAutoAnswered(callId: string): boolean;
}

export type DeskFrame = Pick<
  DeskState,
  | 'version'
  | 'host'
  | 'practice'
  | 'locale'
  | 'theme'
  | 'account'
  | 'outcomes'
  | 'scripts'
  | 'dialOffer'
  | 'remoteControl'
  | 'preflight'
>;

export function deskView(sources: ViewSources, frame: DeskFrame): DeskState {
  const { calls, registration } = sources;
  return {
    ...frame,
    now: sources.now,
    registration,
    headset: sources.headset,
    headsetPanel: sources.headsetPanel,
    muted: calls.muted,
    operator: {
      state: operatorState(calls, registration.state === 'registered'),
      since: sources.operatorSince,
    },
    calls: calls.calls.map((call) => callView(call, sources)),
    focus: sources.focus,
    takeBack: takeBackView(sources),
    exchange: sources.exchange,
    sound: sources.sound,
    notices: [...sources.notices],
  };
}

const takeBackView = ({ lost, display }: ViewSources): DeskState['takeBack'] =>
  lost === null ? null : { callId: lost.id, display: display(lost.remote), until: lost.until };

function callView(call: Call, sources: ViewSources): CallView {
  const work = sources.work(call.id);
  const { forwardedFrom } = call;
  return {
    id: call.id,
    direction: call.direction,
    state: call.state,
    remote: call.remote,
    display: sources.display(call.remote),
    data: sources.shownData(call),
    ...(forwardedFrom === undefined
      ? {}
      : { forwardedFrom: { ...forwardedFrom, display: sources.display(forwardedFrom) } }),
    autoAnswered: sources.isAutoAnswered(call.id),
    since: call.since,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    interrupted: call.interrupted,
    quality: sources.quality(call.id),
    inConference: sources.calls.conference.includes(call.id),
    transfer:
      call.transfer === null ? null : { ...call.transfer, display: sources.display(call.transfer.to) },
    endedBy: call.endedBy,
    error: call.error,
    customer: sources.pane(call.id),
    note: work.note,
    outcome: work.outcome,
    script: sources.script(call.id),
  };
}

/** The stable shape of `ctl state`. */
export function ctlView(sources: ViewSources): CtlState {
  const { calls, registration, headset } = sources;
  return {
    registration: {
      state: registration.state,
      ...(registration.server === undefined ? {} : { server: registration.server }),
      ...(registration.error === undefined ? {} : { reason: registration.error }),
    },
    headset: {
      state: headset.state,
      ...(headset.product === undefined ? {} : { product: headset.product }),
      virtual: headset.virtual,
    },
    muted: calls.muted,
    operator: { state: operatorState(calls, registration.state === 'registered') },
    calls: calls.calls.map((call) => ctlCall(call, sources.pane(call.id))),
    conference: [...calls.conference],
    takeBack: sources.lost === null ? null : { id: sources.lost.id, until: sources.lost.until },
    exchange: sources.exchange,
    notices: sources.notices.map((notice) => notice.error),
  };
}

function ctlCall(call: Call, pane: CustomerPane): CtlState['calls'][number] {
  const { customer } = pane;
  const reason = call.error?.code ?? (call.sipStatus === null ? undefined : String(call.sipStatus));
  return {
    id: call.id,
    direction: call.direction,
    state: call.state,
    remote: {
      number: call.remote.number,
      ...(call.remote.name === undefined ? {} : { name: call.remote.name }),
    },
    ...(customer === null ? {} : { customer: { id: customer.id, name: customer.name } }),
    ...(call.transfer === null ? {} : { transfer: ctlTransfer(call.transfer) }),
    ...(call.endedBy === null ? {} : { endedBy: call.endedBy }),
    ...(reason === undefined ? {} : { reason }),
    since: call.since,
  };
}

const ctlTransfer = ({ to, state, status }: NonNullable<Call['transfer']>) => ({
  to: to.number,
  state,
  ...(status === null ? {} : { status }),
});

/** The call whose columns show: the one spoken in, else the one that rings, else the last. */
export function focusOf(calls: CallsState, wished: string | null): string | null {
  const live = calls.calls;
  if (wished !== null && live.some((call) => call.id === wished)) return wished;
  const speaking = live.find((call) => call.state === 'active' || call.state === 'connecting');
  const ringing = live.find((call) => call.state === 'ringing');
  const held = live.find((call) => call.state === 'held');
  return (speaking ?? ringing ?? held ?? live.at(-1))?.id ?? null;
}
