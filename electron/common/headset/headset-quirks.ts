import { z } from 'zod';
import shipped from './known-quirks.json' with { type: 'json' };

/** What a device does other than its descriptor says; data per VID:PID, everything off by default. */
export const quirksSchema = z.strictObject({
  /** How long a device may take to follow our off-hook light, in ms: 500 by default, 3000 for radio headsets. */
  ackDeadlineMs: z.number().nonnegative().exactOptional(),
  /** A held call writes off-hook 0. */
  holdDropsOffHook: z.boolean().exactOptional(),
  /** Which light carries mute; `mute` by default. */
  muteVia: z.enum(['mute', 'microphone', 'both']).exactOptional(),
  /** The on-line light goes with off-hook; otherwise it stays dark. */
  onLineFollowsOffHook: z.boolean().exactOptional(),
  /** The hook field is declared as a level and sends pulses. */
  hookPulses: z.boolean().exactOptional(),
  /** The second report with hook 0 while a call comes in rejects it. */
  rejectByRepeatedOnHook: z.boolean().exactOptional(),
  /** No report tells the release: a button bit that is 1 is a press in every report. */
  noReleaseReport: z.boolean().exactOptional(),
  /** Usages (`page * 65536 + id`) that get no role. */
  ignoreUsages: z.array(z.int().nonnegative()).exactOptional(),
  /** What hook 0 means while a second call waits; `end` by default. */
  waitingHook: z.enum(['end', 'endAndAnswer', 'holdAndAnswer']).exactOptional(),
  /** For the panel: the device reports mute only while off-hook. */
  muteOnlyOffHook: z.boolean().exactOptional(),
  /** How the mute control speaks, when a self-test showed other than the descriptor says. */
  muteIs: z.enum(['level', 'toggle']).exactOptional(),
});

/** What the operator or the firm chose; everything off by default. */
export const headsetOptionsSchema = z.strictObject({
  /** Let the headset itself ring aloud (0B:9E) together with the ring light. */
  ringer: z.boolean().exactOptional(),
  /** Boom arms send bursts of mute toggles: count the first of a second only. */
  collapseMuteBursts: z.boolean().exactOptional(),
  /** How long an off-hook with no call may wait for a number, in ms; 3000 by default. */
  dialTimeoutMs: z.number().nonnegative().exactOptional(),
  holdLedWhenOneHeld: z.boolean().exactOptional(),
  /** Read by the call side, which asks before it redials; the intent is the same. */
  confirmRedial: z.boolean().exactOptional(),
  /** Do not end a call by an on-hook that another program may have caused. */
  guard: z.boolean().exactOptional(),
  keypad: z.boolean().exactOptional(),
  /** The light that is lit while the operator is away (wrap-up, paused) and no call is up; none by default. */
  agentLight: z.enum(['onLine', 'messageWaiting', 'speaker']).exactOptional(),
});

export type Quirks = z.infer<typeof quirksSchema>;
export type HeadsetOptions = z.infer<typeof headsetOptionsSchema>;

/**
 * Those that ship, in the form of a user's file. Radio links take up to 3 s to open. Only quirks seen on the device itself
 * belong there.
 */
const knownQuirks = new Map(
  Object.entries(shipped).flatMap(([usbId, quirks]) =>
    usbId === '$schema' ? [] : [[usbId, quirksSchema.parse(quirks)] as const],
  ),
);

/** `0b0e:24c9` for vendor 0x0b0e, product 0x24c9: how quirks and descriptors are filed. */
export function formatUsbId(vendorId: number, productId: number): string {
  const hex = (id: number): string => id.toString(16).padStart(4, '0');
  return `${hex(vendorId)}:${hex(productId)}`;
}

/** The quirks of a device; those in `own` (the user's, by USB id) win over ours, quirk by quirk. */
export function findQuirks(usbId: string, own: Readonly<Record<string, Quirks>> = {}): Quirks {
  return { ...knownQuirks.get(usbId), ...own[usbId] };
}
