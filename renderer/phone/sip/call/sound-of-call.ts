import { IncomingCall } from './incoming-call.ts';
import type { LineCall } from './line-call.ts';
import type { SoundingCall } from './line-tones.ts';
import { OutgoingCall } from './outgoing-call.ts';

/** What of a call a tone is chosen by. */
export const soundOf = (call: LineCall): SoundingCall => ({
  phase: call.phase,
  isHeld: call.isHeld,
  direction: call.direction,
  isRinging: call instanceof IncomingCall && call.isRinging,
  isAnnounced: call instanceof IncomingCall && call.isAnnounced,
  wantsRingback: call instanceof OutgoingCall && call.wantsRingback,
  failureTone: call instanceof OutgoingCall ? call.failureTone : null,
});
