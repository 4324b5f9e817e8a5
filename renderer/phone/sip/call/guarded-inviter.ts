import { Inviter, SessionState, type Core } from 'sip.js';
import { standInMark } from '../dialect/answer-contact.ts';

/**
 * An outgoing call that answers what arrives while the 200 is still being worked on. sip.js drops requests in that
 * window: a BYE leaves a ghost call (T13), a re-INVITE is repeated in vain (T14). An answer without a Contact that could
 * be reached is acknowledged and ended.
 */
export class GuardedInviter extends Inviter {
  /** Told once when the other side hangs up before we were done with its answer. */
  onEarlyBye: (() => void) | undefined = undefined;
  /** The answer named no address that this call could be carried on with. */
  isUnreachable = false;
  #hasEnded = false;

  /** To be called when the session becomes Established: ends it if the BYE came first. Returns whether it did. */
  endIfByeCame(): boolean {
    if (this.#hasEnded && this.state === SessionState.Established)
      this.stateTransition(SessionState.Terminated);
    return this.#hasEnded;
  }

  protected override setAnswer(...answer: Parameters<Inviter['setAnswer']>): Promise<void> {
    // sip.js ends a session whose answer fails by ACK and BYE.
    if (this.dialog?.remoteTarget.hasParam(standInMark) === true)
      return Promise.reject(new Error('The answer has no Contact.'));
    return super.setAnswer(...answer);
  }

  protected override ackAndBye(
    response: Parameters<Inviter['ackAndBye']>[0],
    status?: number,
    reason?: string,
  ): void {
    const { remoteTarget } = response.session;
    if (!remoteTarget.hasParam(standInMark)) {
      super.ackAndBye(response, status, reason);
      return;
    }
    remoteTarget.deleteParam(standInMark);
    this.isUnreachable = true;
    super.ackAndBye(response, 400, 'No Contact');
  }

  protected override onByeRequest(request: Core.IncomingByeRequest): void {
    if (this.state !== SessionState.Establishing) {
      super.onByeRequest(request);
      return;
    }
    request.accept();
    this.#hasEnded = true;
    this.onEarlyBye?.();
  }

  protected override onInviteRequest(request: Core.IncomingInviteRequest): void {
    if (this.state !== SessionState.Establishing) {
      super.onInviteRequest(request);
      return;
    }
    // RFC 5407 section 3.1.4: the sender of a re-INVITE that overtakes our ACK tries again.
    request.reject({ statusCode: 500, extraHeaders: ['Retry-After: 1'] });
  }
}
