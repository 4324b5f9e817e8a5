export type SettingsPart = 'line' | 'view' | 'exchange' | 'hot-keys';

/** Settings were changed by the operator: whoever works by them begins anew. */
export function createSettingsChange(parts: {
  readonly line: { apply(): void; configure(): void };
  readonly exchange: { start(): void };
  readonly hotKeys: { apply(): void };
  readonly onChange: (cause: string) => void;
}): (what: SettingsPart) => void {
  return (what) => {
    if (what === 'line') parts.line.apply();
    if (what === 'exchange') parts.line.configure();
    if (what === 'hot-keys') parts.hotKeys.apply();
    if (what === 'line' || what === 'exchange') parts.exchange.start();
    parts.onChange('settings');
  };
}
