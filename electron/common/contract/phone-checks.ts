import { z } from 'zod';

/** What the phone page can be asked before a shift. What uses sound is refused with `preflight.in-call` while a call is up. */

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

/** What happened when one server of `iceServers` was asked for a way; its credential is not in it. */
export const relayTrialSchema = z.object({
  url: z.string().max(300),
  /** Kinds of the candidates that came. */
  found: z.array(z.enum(['host', 'srflx', 'prflx', 'relay'])).max(4),
  /** Of `icecandidateerror`: the STUN status (RFC 8489 section 14.8), 701 where none came. */
  errorCodes: z.array(z.int().min(0).max(999)).max(16),
  /** Nothing more would have come; else the time was up. */
  isComplete: z.boolean(),
  /** The browser engine takes the server; it takes none without name and credential for a relay. */
  isAccepted: z.boolean(),
});

export const phoneChecks = {
  /** Opens the microphone and listens for two seconds. */
  'check/microphone': { input: z.null(), output: microphoneCheckSchema },
  /** Plays a beep on the loudspeaker; answered when it was played. */
  'check/speaker': { input: z.null(), output: speakerCheckSchema },
  /** Asks each of the account's STUN and TURN servers for a way, all at once. Possible in a call too. */
  'check/relays': { input: z.null(), output: z.object({ trials: z.array(relayTrialSchema).max(8) }) },
  /** Calls a number that sends back what it hears, beside the calls: no record, no card, no wrap-up. */
  'check/call': { input: z.object({ target: z.string().min(1).max(256) }), output: callCheckSchema },
} as const;

export type MicrophoneCheck = z.infer<typeof microphoneCheckSchema>;
export type SpeakerCheck = z.infer<typeof speakerCheckSchema>;
export type RelayTrial = z.infer<typeof relayTrialSchema>;
export type CallCheck = z.infer<typeof callCheckSchema>;
