import type { ReactElement } from 'react';
import type { SoundRole } from '../../../../electron/common/contract/sound-contract.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { SelectField } from '../../../ui/select-field.tsx';

/** Prefix of labels, so that no device can be taken for the default. */
const named = 'device:';
type Choice = 'default' | `${typeof named}${string}`;

/** Which device speaks, listens or rings. A chosen one that is not there stays chosen and is said to be missing. */
export function DeviceChoice({ role }: { readonly role: SoundRole }): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const { devices, chosen } = state.sound;
  const present = (role === 'microphone' ? devices?.microphones : devices?.outputs) ?? [];
  const label = chosen[role];
  const missing = label !== null && !present.includes(label) ? [label] : [];
  const inUse = devices?.inUse[role] ?? null;
  const options: readonly { readonly id: Choice; readonly label: string }[] = [
    { id: 'default', label: t('sound.default') },
    ...present.map((one) => ({ id: `${named}${one}` as const, label: one })),
    ...missing.map((one) => ({ id: `${named}${one}` as const, label: t('sound.missing', { device: one }) })),
  ];
  return (
    <SelectField<Choice>
      label={t(`sound.${role}`)}
      help={inUse === null ? t('sound.unknown') : t('sound.inUse', { device: `\u2068${inUse}\u2069` })}
      value={label === null ? 'default' : `${named}${label}`}
      options={options}
      onChange={(choice) => {
        const wanted = choice === 'default' ? null : choice.slice(named.length);
        void link.run({ command: 'sound/choose', input: { role, label: wanted } });
      }}
    />
  );
}
