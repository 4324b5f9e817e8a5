import type { Core } from 'sip.js';
import { answerTimer, type SessionTimer } from '../message/session-timer.ts';

/**
 * Adds what RFC 4028 asks for to our answers to re-INVITEs, which sip.js writes by itself. To be called when the session
 * is established: its dialog has its listeners then.
 */
export function answerRefreshes(dialog: Core.Session | undefined, timer: SessionTimer): void {
  const listeners = dialog?.delegate;
  const takeInvite = listeners?.onInvite?.bind(listeners);
  if (dialog === undefined || takeInvite === undefined) return;
  dialog.delegate = {
    ...listeners,
    onInvite: (request) => {
      const answer = answerTimer(request.message);
      if (answer.kind === 'too-brief') {
        request.reject({ statusCode: 422, extraHeaders: [...answer.headers] });
        return;
      }
      const accept = request.accept.bind(request);
      request.accept = (options = { statusCode: 200 }) => {
        const extraHeaders = [...(options.extraHeaders ?? []), ...answer.headers];
        const accepted = accept({ ...options, extraHeaders });
        timer.begin(request.message);
        return accepted;
      };
      takeInvite(request);
    },
  };
}
