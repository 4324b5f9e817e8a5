import type { Tone } from '../media/media-port.ts';
import { IncomingCall } from './incoming-call.ts';
import type { LineCall } from './line-call.ts';
import { OutgoingCall } from './outgoing-call.ts';

/** A caller rings; while the operator talks, the desk shows it and the ear is left in peace. */
export function chooseTone(calls: readonly LineCall[]): Tone {
  if (calls.some((call) => call instanceof OutgoingCall && call.phase === 'ringing' && call.wantsRingback)) {
    return 'ringback';
  }
  const talks = calls.some(
    (call) => call.phase === 'answering' || (call.phase === 'established' && !call.isHeld),
  );
  if (calls.some((call) => call instanceof IncomingCall && call.isAnnounced)) return 'beep';
  const rings = calls.some((call) => call instanceof IncomingCall && call.isRinging);
  return rings && !talks ? 'ring' : null;
}
