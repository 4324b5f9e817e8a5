import type { Clock } from '../../common/lib/clock.ts';
import type { SipHeader, SipRequest } from '../sip/message.ts';
import { buildDialogRequest, type Dialog } from './dialog.ts';
import type { ClientHandlers, DialogUser, Endpoint } from './endpoint.ts';
import { stepLeg, type LegEffect, type LegEvent, type LegState } from './leg-machine.ts';
import type { Party } from './party.ts';

/** Marks the contacts of simulated legs: an attended transfer dials one of them, with Replaces. */
export const contactPrefix = 'leg-';

export interface LegPorts {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  readonly domain: string;
  newToken(): string;
  onChanged(state: LegState): void;
  /** The operator hands this party over; see `serveTransfer`. The function returned gives the new call up. */
  onTransfer(wish: TransferWish): () => void;
}

/** A REFER that was accepted. */
export interface TransferWish {
  readonly target: string;
  /** The value for a Replaces header, of an attended transfer (RFC 3891). */
  readonly replaces: string | undefined;
  readonly referredBy: string | undefined;
  /** Tells the operator's phone how it goes, with the status of the new call (RFC 3515 section 2.4.5). */
  report(status: number): void;
}

/** What the rest of the program sees of a simulated leg. */
export interface Leg {
  readonly callId: string;
  readState(): LegState;
  hangUp(): void;
  /** Is it the dialog a Replaces header means? `toTag` is ours, `fromTag` the other side's. */
  isDialog(callId: string, toTag: string, fromTag: string): boolean;
}

export interface LegCore extends Leg {
  readonly localTag: string;
  readonly contact: SipHeader;
  readonly party: Party;
  dialog: Dialog | undefined;
  /** Takes the next ACK, once. */
  onAck: ((request: SipRequest) => void) | undefined;
  /** The operator takes the party off hold. */
  onTakenBack: (() => void) | undefined;
  tell(event: LegEvent): void;
  /** Sends in the dialog; nothing when there is none. */
  send(
    method: string,
    options?: { headers?: readonly SipHeader[]; body?: string },
    handlers?: ClientHandlers,
  ): void;
  /** Calls `run` later unless the leg has ended by then. */
  after(ms: number, run: () => void): () => void;
}

/** The effects that differ between a leg that dialled and one that was dialled. */
export type OpeningEffect = Extract<LegEffect, 'acknowledge' | 'cancel' | 'refuse'>;

export function createLegCore(
  ports: LegPorts,
  party: Party,
  start: LegState,
  callId: string,
  serve: (core: LegCore) => DialogUser,
  runOpening: (effect: OpeningEffect) => void,
): LegCore {
  const localTag = ports.newToken();
  const timers = new Set<() => void>();
  let state = start;

  const run = (effect: LegEffect): void => {
    switch (effect) {
      case 'bye':
        return core.send('BYE');
      case 'release':
        for (const stop of timers) stop();
        timers.clear();
        unclaim();
        return party.close();
      case 'acknowledge':
      case 'cancel':
      case 'refuse':
        return runOpening(effect);
    }
  };

  const core: LegCore = {
    callId,
    localTag,
    contact: { name: 'Contact', value: `<sip:${contactPrefix}${localTag}@${ports.domain};transport=ws>` },
    party,
    dialog: undefined,
    onAck: undefined,
    onTakenBack: undefined,
    readState: () => state,
    hangUp: () => core.tell({ type: 'hang-up' }),
    isDialog: (id, toTag, fromTag) =>
      id === callId && toTag === localTag && fromTag === core.dialog?.remoteTag,
    send(method, options, handlers) {
      if (core.dialog === undefined) return;
      const next = buildDialogRequest(core.dialog, method, options);
      core.dialog = next.dialog;
      ports.endpoint.request(next.request, handlers);
    },
    after(ms, work) {
      if (state.phase === 'ended') return () => undefined;
      const stop = ports.clock.after(ms, () => {
        timers.delete(stop);
        work();
      });
      timers.add(stop);
      return stop;
    },
    tell(event) {
      const before = state;
      const step = stepLeg(state, event);
      state = step.state;
      step.effects.forEach(run);
      if (state.phase !== before.phase) ports.onChanged(state);
    },
  };
  const unclaim = ports.endpoint.claimDialog(callId, localTag, serve(core));
  return core;
}
