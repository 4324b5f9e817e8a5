import type { CallView } from '../../../electron/common/contract/desk-state.ts';
import type { WarningKind } from '../../../electron/common/call/quality-rules.ts';
import type { Formats } from '../../i18n/formats.ts';
import type { TextKey, Translate } from '../../i18n/texts.ts';

type ShownQuality = NonNullable<CallView['quality']>;
export type ShownWarning = ShownQuality['warnings'][number];

/** The most urgent first. A flat level is also that of somebody who listens: it stands in the details only. */
const order: readonly WarningKind[] = ['no-sound-in', 'no-sound-out', 'loss', 'round-trip', 'jitter', 'mos'];

/** The one warning that the bar has room for; null when nothing is to be warned of. */
export function chiefWarning(quality: ShownQuality | null): ShownWarning | null {
  if (quality === null) return null;
  for (const kind of order) {
    const found = quality.warnings.find((warning) => warning.kind === kind);
    if (found !== undefined) return found;
  }
  return null;
}

const units: Readonly<Partial<Record<WarningKind, TextKey>>> = {
  'round-trip': 'quality.unit.ms',
  jitter: 'quality.unit.ms',
  loss: 'quality.unit.percent',
};

/** The figure of a warning with its unit; null for a warning whose name says all. */
export function warningFigure(
  kind: WarningKind,
  value: number | null,
  t: Translate,
  formats: Formats,
): string | null {
  if (value === null || kind === 'no-sound-in' || kind === 'no-sound-out') return null;
  if (kind === 'mos') return formats.number(Math.round(value * 10) / 10);
  const unit = units[kind];
  return unit === undefined ? null : t(unit, { value: formats.number(Number(value.toPrecision(2))) });
}
