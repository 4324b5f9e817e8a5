import { z } from 'zod';
import { headsetOptionsSchema, quirksSchema } from '../headset/headset-quirks.ts';
import { appErrorSchema } from './messages.ts';

/** What the desk and `ctl` see of the headset beyond "it works": layout, live buttons, self-test, recording. */
export const inRoleSchema = z.enum([
  'hook',
  'mute',
  'flash',
  'hold',
  'redial',
  'drop',
  'reject',
  'busy',
  'line',
  'speaker',
  'speedDial',
  'voiceMail',
  'key',
]);

export const outRoleSchema = z.enum([
  'offHook',
  'ring',
  'ringer',
  'mute',
  'hold',
  'microphone',
  'onLine',
  'speaker',
  'messageWaiting',
]);

export const semanticsSchema = z.enum(['level', 'toggle', 'onOff', 'momentary']);

/** Where the layout of a device came from. */
export const descriptorOriginSchema = z.enum(['sysfs', 'webhid', 'ioreg', 'file', 'bundled', 'on-screen']);

/** Four hex digits each, lower case: `0b0e:24c9`. */
export const usbIdSchema = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/);

/** One thing the operator is asked to do; the order of a test is that of a call. */
export const selfTestTaskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('press'),
    press: z.enum(['answer', 'mute', 'unmute', 'hold', 'resume', 'end', 'reject', 'redial']),
  }),
  /** Is this light lit (or does the headset ring, or does its base show it)? */
  z.object({ kind: z.literal('look'), light: z.enum(['ring', 'offHook', 'mute', 'hold']) }),
]);

export const selfTestOutcomeSchema = z.enum(['works', 'silent', 'wrong', 'not-seen', 'skipped']);

export const selfTestSchema = z.object({
  /** interrupted: a call came or the device went. */
  state: z.enum(['running', 'done', 'interrupted']),
  /** Null when the test is over. */
  task: selfTestTaskSchema.nullable(),
  /** Tasks still to come, the present one included. */
  left: z.int().nonnegative(),
  results: z.array(z.object({ task: selfTestTaskSchema, outcome: selfTestOutcomeSchema })),
  /** What the test found out about the device and its descriptor does not say; kept on the operator's word. */
  learnt: quirksSchema,
  isKept: z.boolean(),
});

export const headsetPanelSchema = z.object({
  device: z
    .object({
      usbId: usbIdSchema,
      product: z.string(),
      capability: z.enum(['full', 'noRing', 'muteOnly', 'hookOnly', 'none']),
      origin: descriptorOriginSchema,
      inputs: z.array(
        z.object({
          role: inRoleSchema,
          semantics: semanticsSchema,
          reportId: z.int(),
          bit: z.int(),
          size: z.int(),
        }),
      ),
      outputs: z.array(z.object({ role: outRoleSchema, reportId: z.int(), bit: z.int() })),
      quirks: quirksSchema,
      options: headsetOptionsSchema,
      warnings: z.array(z.string()),
    })
    .nullable(),
  live: z.object({
    /** Fields whose last reported value is not 0. */
    pressed: z.array(inRoleSchema),
    /** Lights as written last. */
    lit: z.array(outRoleSchema),
    /** Newest last, at most 12. */
    recent: z.array(z.object({ at: z.number(), role: inRoleSchema, value: z.int() })),
  }),
  selfTest: selfTestSchema.nullable(),
  recording: z.object({ since: z.number(), reports: z.int() }).nullable(),
  /** Obstacles of this system, each with what mends it: a missing rule, a kernel key, a broken file of quirks. */
  obstacles: z.array(appErrorSchema),
});

export const selfTestActionSchema = z.enum(['start', 'seen', 'not-seen', 'skip', 'cancel', 'keep']);

/**
 * One line of the event log of a headset. pressed: an intent was given; echo, attach-window, flash-mask,
 * crossed, repeated: a hook or button change that gave none, and why; shared: another program may be at work;
 * refused: the call side did not do what the intent asked.
 */
export const headsetEventSchema = z.object({
  at: z.number(),
  what: z.enum([
    'pressed',
    'echo',
    'attach-window',
    'flash-mask',
    'crossed',
    'repeated',
    'shared',
    'guarded',
    'attached',
    'detached',
    'host-down',
    'refused',
    'fault',
  ]),
  /** Intent, diag or reason; never a serial number. */
  detail: z.string().max(200),
});

export type HeadsetPanel = z.infer<typeof headsetPanelSchema>;
export type HeadsetEventEntry = z.infer<typeof headsetEventSchema>;
export type SelfTestTask = z.infer<typeof selfTestTaskSchema>;
export type SelfTestOutcome = z.infer<typeof selfTestOutcomeSchema>;
export type SelfTestView = z.infer<typeof selfTestSchema>;
export type SelfTestAction = z.infer<typeof selfTestActionSchema>;
export type DescriptorOrigin = z.infer<typeof descriptorOriginSchema>;
