import type { ErrorCode } from '../../common/lib/app-error.ts';

/** What a phone page that is gone heard at its microphone, and the devices that it had to do without. */
export const overWithThePage: readonly ErrorCode[] = [
  'media.speaking-while-muted',
  'media.microphone-silent',
  'media.microphone-replaced',
  'media.speaker-replaced',
  'media.speaker-missing',
  'media.ringer-replaced',
];
