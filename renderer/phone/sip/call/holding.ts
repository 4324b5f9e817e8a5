import type { Session } from 'sip.js';
import { appError } from '../../../../electron/common/lib/app-error.ts';
import { exhausted } from '../../../../electron/common/lib/exhaustive.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia, NegotiationOptions } from '../../media/media-port.ts';
import type { ReinviteOutcome, Reinvites } from './reinvites.ts';

export interface HoldingParts {
  readonly media: CallMedia;
  readonly session: () => Session;
  /** `undefined` until there is a session. */
  readonly reinvites: () => Reinvites | undefined;
  readonly isEstablished: () => boolean;
  changed(isHeld: boolean): void;
  /** The other side does not know the call any more. */
  lose(status: number): Result<null>;
}

/** Whether a call is on hold, as far as both sides have agreed (RFC 3264 section 8.4). */
export interface Holding {
  readonly isHeld: boolean;
  change(hold: boolean): Promise<Result<null>>;
  /** Offers anew what is agreed, and with `iceRestart` looks for a new way for the sound. */
  renew(iceRestart: boolean): Promise<void>;
}

export function createHolding(parts: HoldingParts): Holding {
  let isHeld = false;

  /** sip.js keeps the refused wish and would repeat it in the answer to the next re-INVITE of the far end (C1). */
  const restore = (): void => {
    const options: NegotiationOptions = { hold: isHeld };
    parts.session().sessionDescriptionHandlerOptionsReInvite = options;
    if (parts.isEstablished()) parts.media.setHeld(isHeld);
  };

  const explain = (outcome: Exclude<ReinviteOutcome, { kind: 'agreed' }>): Result<null> => {
    switch (outcome.kind) {
      case 'refused':
        return fail(appError('call.hold-refused', { status: outcome.status }));
      case 'gone':
        return parts.lose(outcome.status);
      case 'unreachable':
        return fail(appError('sip.connection-lost'));
      case 'ended':
        return fail(appError('call.not-found'));
      default:
        return exhausted(outcome);
    }
  };

  return {
    get isHeld() {
      return isHeld;
    },
    async change(hold) {
      const reinvites = parts.reinvites();
      if (!parts.isEstablished() || reinvites === undefined) return fail(appError('call.not-possible'));
      // The microphone is off from the moment of the wish, not of the agreement.
      if (hold) parts.media.setHeld(true);
      const outcome = await reinvites.request({ hold });
      if (outcome.kind === 'agreed') {
        isHeld = hold;
        parts.media.setHeld(hold);
        parts.changed(hold);
        return ok(null);
      }
      restore();
      return explain(outcome);
    },
    async renew(iceRestart) {
      const outcome = await parts.reinvites()?.request({ hold: isHeld, iceRestart });
      if (outcome !== undefined && outcome.kind !== 'agreed') explain(outcome);
    },
  };
}
