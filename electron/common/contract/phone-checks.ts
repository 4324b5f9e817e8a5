import { z } from 'zod';

/** What the phone page can be asked before a shift. Refused with `preflight.in-call` while a call is up. */

/** dBFS of the loudest moment; 0 is full scale, -160 no sound at all. */
const levelSchema = z.number().min(-160).max(0);
const deviceSchema = z.string().max(256).nullable();

export const microphoneCheckSchema = z.object({ device: deviceSchema, levelDb: levelSchema });
export const speakerCheckSchema = z.object({ device: deviceSchema });
export const callCheckSchema = z.object({
  /** From our wish to the answer. */
  setUpMs: z.number().nonnegative(),
  packetsSent: z.number().nonnegative(),
  packetsReceived: z.number().nonnegative(),
  lossPercent: z.number().min(0).max(100),
  jitterMs: z.number().nonnegative(),
  roundTripMs: z.number().nonnegative().nullable(),
  mos: z.number().nullable(),
});

export const phoneChecks = {
  /** Opens the microphone and listens for two seconds. */
  'check/microphone': { input: z.null(), output: microphoneCheckSchema },
  /** Plays a beep on the loudspeaker; answered when it was played. */
  'check/speaker': { input: z.null(), output: speakerCheckSchema },
  /** Calls a number that sends back what it hears, beside the calls: no record, no card, no wrap-up. */
  'check/call': { input: z.object({ target: z.string().min(1).max(256) }), output: callCheckSchema },
} as const;

export type MicrophoneCheck = z.infer<typeof microphoneCheckSchema>;
export type SpeakerCheck = z.infer<typeof speakerCheckSchema>;
export type CallCheck = z.infer<typeof callCheckSchema>;
