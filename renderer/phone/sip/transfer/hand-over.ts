import type { Notification, Session } from 'sip.js';
import type { EndedBy } from '../../../../electron/common/call/call-model.ts';
import type { TransferState } from '../../../../electron/common/call/call-transfer.ts';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { exhausted } from '../../../../electron/common/lib/exhaustive.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import { delay } from '../lib/delay.ts';
import { failureOfStatus } from '../message/call-reasons.ts';
import { startTransfer, type Transfer, type TransferOutcome } from './transfers.ts';

/** The call whose other party is handed over. */
export interface HandOverParts {
  readonly session: () => Session;
  readonly clock: Clock;
  readonly isTalking: () => boolean;
  readonly isHeld: () => boolean;
  readonly isConnected: () => boolean;
  hold(): Promise<Result<null>>;
  resume(): Promise<Result<null>>;
  /** Repeats to the exchange what is agreed already; one that has ended the call says so. */
  askAnew(): Promise<void>;
  /** Packets of the other party so far. */
  countReceived(): Promise<number>;
  /** The exchange has the other party; our leg is ours to end. */
  leave(): void;
  tell(state: TransferState, status?: number): void;
  /** Hears what is reported after our leg has ended. */
  listenOn(onStatus: (status: number) => void): void;
}

export interface HandOver {
  /** Hands the other party over to `referTo`; resolves when the outcome is known, at the latest after 30 s. */
  start(referTo: string): Promise<Result<null>>;
  /** Brings the other party back while the exchange has not taken it; null if nothing is under way. */
  takeBack(): Promise<Result<null>> | null;
  /** Whether a BYE of the other side means that it was handed over. */
  takesBye(): boolean;
  onNotify(notification: Notification): void;
  onEnded(by: EndedBy): void;
  onConnectionLost(): void;
}

/**
 * How long the BYE for our leg and the last report may be apart. Asterisk 22 sends them up to 40 ms apart and in either
 * order; the rest is for the way here.
 */
const crossingMs = 500;
const listenEveryMs = 25;

/**
 * One transfer after another of one call: hold, so that the caller hears music and not us; REFER; and if nothing comes
 * of it, resume. The outcome is told and also returned.
 */
export function createHandOver(parts: HandOverParts): HandOver {
  let isBusy = false;
  let wantsBack = false;
  let heldHere = false;
  let transfer: Transfer | undefined;
  let endedBy: EndedBy | null = null;
  const ended = Promise.withResolvers<null>();

  const orAfter = <T>(ms: number, awaited: Promise<T>, otherwise: T): Promise<T> =>
    Promise.race([awaited, delay(parts.clock, ms).then(() => otherwise)]);

  const lost = (status: number): Result<null> => {
    parts.tell('lost', status);
    return fail(appError('call.customer-lost', { status }));
  };

  /** Whether the other party is heard, or the call ends, before the two can have crossed. */
  const isSettledInTime = async (): Promise<boolean> => {
    const before = await parts.countReceived();
    for (let waited = 0; waited < crossingMs; waited += listenEveryMs) {
      await orAfter(listenEveryMs, ended.promise, null);
      if (endedBy !== null || (await parts.countReceived()) > before) return true;
    }
    return false;
  };

  /**
   * The exchange could not do what it had taken on. It may be ending our leg at this moment; and Asterisk 22 may agree to
   * the resume of a leg that has nobody at its other end, and keep it until it is asked anew.
   */
  const untilClear = async (): Promise<void> => {
    if (await isSettledInTime()) return;
    await parts.askAnew();
    await isSettledInTime();
  };

  const bringBack = async (status: number, wasTakenOn: boolean): Promise<Result<null>> => {
    // Held before by the operator: the wish to hold still stands.
    const back = heldHere && parts.isHeld() && parts.isTalking() ? await parts.resume() : ok(null);
    heldHere = false;
    if (wasTakenOn) await untilClear();
    if (endedBy !== null && endedBy !== 'operator') return lost(status);
    parts.tell('refused', status);
    return back.ok ? fail(failureOfStatus(status)) : back;
  };

  /** A report of failure may be long in coming: it is told then, though the command has its answer. */
  const letGo = (lastReport: Promise<number>): Promise<Result<null>> => {
    const answer = lastReport.then((status) => (status < 300 ? ok(null) : lost(status)));
    return orAfter(crossingMs, answer, ok(null));
  };

  const late = (status: number): void => {
    if (!parts.isTalking()) return;
    if (status < 300) {
      parts.tell('handed-over');
      parts.leave();
    } else if (parts.isHeld()) void bringBack(status, true);
  };

  const conclude = async (outcome: TransferOutcome): Promise<Result<null>> => {
    switch (outcome.kind) {
      case 'handed-over':
        parts.tell('handed-over');
        parts.leave();
        return ok(null);
      case 'let-go':
        parts.tell('handed-over');
        return letGo(outcome.lastReport);
      case 'refused':
        return wantsBack ? conclude({ kind: 'taken-back' }) : bringBack(outcome.status, false);
      case 'failed':
        return wantsBack ? conclude({ kind: 'taken-back' }) : bringBack(outcome.status, true);
      case 'gone':
        return fail(appError('call.not-found'));
      case 'unreachable':
        parts.tell('silent');
        return fail(appError('sip.connection-lost'));
      case 'silent':
        parts.tell('silent');
        return fail(appError('call.transfer-silent'));
      case 'taken-back':
        heldHere = false;
        parts.tell('taken-back');
        return fail(appError('call.transfer-taken-back'));
      default:
        return exhausted(outcome);
    }
  };

  const run = async (referTo: string): Promise<Result<null>> => {
    wantsBack = false;
    heldHere = !parts.isHeld();
    parts.tell('asked');
    const held = heldHere ? await parts.hold() : ok(null);
    // An exchange that refuses the hold may take the transfer all the same.
    if (!held.ok && held.error.code !== 'call.hold-refused') return held;
    if (!parts.isTalking()) return fail(appError('call.not-found'));
    if (askedBack()) {
      const back = await parts.resume();
      return back.ok ? conclude({ kind: 'taken-back' }) : back;
    }
    transfer = startTransfer({
      session: parts.session(),
      referTo,
      clock: parts.clock,
      onRinging: (status) => parts.tell('ringing', status),
      onLate: late,
      listenOn: parts.listenOn,
    });
    return conclude(await transfer.outcome);
  };

  /** Asked anew after a wait, in which the operator may have changed their mind. */
  const askedBack = (): boolean => wantsBack;

  return {
    async start(referTo) {
      if (isBusy || !parts.isTalking()) return fail(appError('call.not-possible'));
      if (!parts.isConnected()) return fail(appError('sip.connection-lost'));
      isBusy = true;
      transfer = undefined;
      try {
        return await run(referTo);
      } finally {
        isBusy = false;
      }
    },
    takeBack() {
      if (!isBusy) return null;
      wantsBack = true;
      const asked = transfer;
      if (asked === undefined) return Promise.resolve(ok(null));
      return parts.resume().then((back) => {
        if (back.ok) asked.takeBack();
        else wantsBack = false;
        return back;
      });
    },
    takesBye: () => transfer?.takesBye === true,
    onNotify(notification) {
      transfer?.onNotify(notification);
    },
    onEnded(by) {
      transfer?.onEnded();
      endedBy = by;
      ended.resolve(null);
    },
    onConnectionLost() {
      transfer?.abandon();
    },
  };
}
