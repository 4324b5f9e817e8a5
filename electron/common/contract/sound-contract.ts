import { z } from 'zod';
import { noiseSuppressionSchema } from '../sound/sound-processing.ts';

/** Sound devices, as the phone page tells them and the desk shows them. Labels, not ids: ids change with the profile. */
export const soundLabelSchema = z.string().min(1).max(256);

export const soundDevicesSchema = z.object({
  /** Of the microphone. Until it is granted the engine may tell no labels. */
  permission: z.enum(['granted', 'prompt', 'denied']),
  microphones: z.array(soundLabelSchema).max(64),
  outputs: z.array(soundLabelSchema).max(64),
  /** What is used now, or would be by the next call; null where the engine does not tell. */
  inUse: z.object({
    microphone: soundLabelSchema.nullable(),
    speaker: soundLabelSchema.nullable(),
    ringer: soundLabelSchema.nullable(),
  }),
});

export const soundRoleSchema = z.enum(['microphone', 'speaker', 'ringer']);
export const soundSampleSchema = z.enum(['ring', 'voice']);

/** What is done to the sound, and how loud it rings; absent: as it is. */
export const soundChangeSchema = z.object({
  ringTone: z.boolean().exactOptional(),
  ringVolume: z.int().min(1).max(100).exactOptional(),
  echoCancellation: z.boolean().exactOptional(),
  noiseSuppression: noiseSuppressionSchema.exactOptional(),
  gainControl: z.boolean().exactOptional(),
});

export const soundViewSchema = z.object({
  /** null while the phone page is away. */
  devices: soundDevicesSchema.nullable(),
  /** Labels in the settings, also of devices that are not there; null: the default of the system. */
  chosen: z.object({
    microphone: z.string().nullable(),
    speaker: z.string().nullable(),
    ringer: z.string().nullable(),
  }),
  ringTone: z.boolean(),
  /** Per cent of full loudness. */
  ringVolume: z.int().min(1).max(100),
  echoCancellation: z.boolean(),
  noiseSuppression: noiseSuppressionSchema,
  gainControl: z.boolean(),
  /** The number that says back what it hears; null where none is known. */
  echoNumber: z.string().nullable(),
});

/** How loud the microphone is: the loudest 50 ms since the last time, in dBFS. */
export const soundLevelSchema = z.object({ levelDb: z.number().min(-160).max(10) });

export const soundCommands = {
  'sound/list': { input: z.null(), output: soundViewSchema },
  /** A label of `sound/list`, also in a call; null: the default of the system. */
  'sound/choose': {
    input: z.object({ role: soundRoleSchema, label: soundLabelSchema.nullable() }),
    output: z.null(),
  },
  'sound/change': { input: soundChangeSchema, output: z.null() },
  /** Once, on the device it is for. */
  'sound/play': { input: z.object({ sound: soundSampleSchema }), output: z.null() },
  /** Calls the number that says back what it hears. */
  'sound/echo': { input: z.null(), output: z.object({ id: z.string() }) },
} as const;

export type SoundDevices = z.infer<typeof soundDevicesSchema>;
export type SoundRole = z.infer<typeof soundRoleSchema>;
export type SoundSample = z.infer<typeof soundSampleSchema>;
export type SoundChange = z.infer<typeof soundChangeSchema>;
