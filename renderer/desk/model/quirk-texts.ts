import type { Quirks } from '../../../electron/common/headset/headset-quirks.ts';
import type { Translate } from '../../i18n/texts.ts';

/** What a device does other than its descriptor says, a sentence each; quirks that are off say nothing. */
export function quirkTexts(quirks: Quirks, t: Translate): readonly string[] {
  const texts: string[] = [];
  for (const name of flagNames) if (quirks[name] === true) texts.push(t(`headsetPage.quirk.${name}`));
  const { ackDeadlineMs, muteVia, muteIs, ignoreUsages, waitingHook } = quirks;
  if (ackDeadlineMs !== undefined)
    texts.push(t('headsetPage.quirk.ackDeadlineMs', { seconds: ackDeadlineMs / 1_000 }));
  if (muteVia === 'microphone' || muteVia === 'both') texts.push(t('headsetPage.quirk.muteVia'));
  if (muteIs !== undefined) texts.push(t(`headsetPage.quirkMute.${muteIs}`));
  if (ignoreUsages !== undefined && ignoreUsages.length > 0) texts.push(t('headsetPage.quirk.ignoreUsages'));
  if (waitingHook !== undefined && waitingHook !== 'end') texts.push(t('headsetPage.quirk.waitingHook'));
  return texts;
}

const flagNames = [
  'holdDropsOffHook',
  'onLineFollowsOffHook',
  'hookPulses',
  'rejectByRepeatedOnHook',
  'noReleaseReport',
  'muteOnlyOffHook',
] as const satisfies readonly (keyof Quirks)[];
