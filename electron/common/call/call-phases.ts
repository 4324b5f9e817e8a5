import { z } from 'zod';
import type { CallMoment } from './call-course.ts';

const duration = z.number().nullable();

/** How long each part of setting a call up took, in milliseconds; null for what did not happen or is not known. */
export const callPhasesSchema = z.object({
  /** Opening the microphone; next to nothing when it is open already. */
  microphone: duration,
  /** Finding our own candidates (RFC 8445 section 5.1.1). */
  gathering: duration,
  /** Outgoing: from our INVITE to the first answer to it. Incoming: from our 200 to its ACK. */
  signalling: duration,
  /** From the agreement to a pair of candidates that works. */
  path: duration,
  /** From that to the keys of the sound (DTLS, RFC 5764). */
  dtls: duration,
  /** From the agreement to the first packet heard and the first one sent. */
  firstPacketIn: duration,
  firstPacketOut: duration,
});

export type CallPhases = z.infer<typeof callPhasesSchema>;

const spans: Readonly<Record<keyof CallPhases, readonly [from: CallMoment, to: CallMoment]>> = {
  microphone: ['microphoneAsked', 'microphoneOpen'],
  gathering: ['gatheringBegan', 'gatheringDone'],
  signalling: ['signalSent', 'signalAnswered'],
  path: ['established', 'pathFound'],
  dtls: ['pathFound', 'secured'],
  firstPacketIn: ['established', 'firstPacketIn'],
  firstPacketOut: ['established', 'firstPacketOut'],
};

/** Sound may be ready before the signalling is: with early media, what came first took no time of its own. */
export function phasesOf(moments: Readonly<Partial<Record<CallMoment, number>>>): CallPhases {
  const spanOf = ([from, to]: readonly [CallMoment, CallMoment]): number | null => {
    const [start, end] = [moments[from], moments[to]];
    return start === undefined || end === undefined ? null : Math.max(0, Math.round(end - start));
  };
  return {
    microphone: spanOf(spans.microphone),
    gathering: spanOf(spans.gathering),
    signalling: spanOf(spans.signalling),
    path: spanOf(spans.path),
    dtls: spanOf(spans.dtls),
    firstPacketIn: spanOf(spans.firstPacketIn),
    firstPacketOut: spanOf(spans.firstPacketOut),
  };
}
