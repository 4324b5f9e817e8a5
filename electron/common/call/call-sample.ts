import { z } from 'zod';

const counter = z.number().nonnegative();
/** 0 to 1, where 1 is full scale (webrtc-stats `audioLevel`). */
const levelSchema = z.number().min(0).max(1).nullable();

/**
 * What getStats says about the sound of one call at one moment. Counters run since the media began; after an answer
 * from another fork they begin anew.
 */
export const callSampleSchema = z.object({
  /** Milliseconds since the epoch. */
  at: z.number(),
  packetsReceived: counter,
  packetsLost: counter,
  bytesReceived: counter,
  bytesSent: counter,
  jitterMs: counter,
  roundTripMs: counter.nullable(),
  levelReceived: levelSchema,
  levelSent: levelSchema,
  /** Whether the last agreement lets sound come in and go out; on hold it does not. */
  mayReceive: z.boolean(),
  maySend: z.boolean(),
  /** Neither muted nor on hold: what goes out is what the microphone hears. */
  isMicrophoneOn: z.boolean(),
  codec: z.string().max(64).nullable(),
});

export type CallSample = z.infer<typeof callSampleSchema>;
