import type { ReactElement } from 'react';
import type { HeadsetOptions } from '../../../../electron/common/headset/headset-quirks.ts';
import { useWords } from '../../desk-context.ts';
import { errorSentence } from '../../model/error-text.ts';
import type { OutputRole } from '../../model/headset-controls.ts';
import { SelectField } from '../../../ui/select-field.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';
import { useHeadsetOptions } from './use-headset-options.ts';

const switches = [
  'guard',
  'confirmRedial',
  'keypad',
  'collapseMuteBursts',
  'holdLedWhenOneHeld',
  'ringer',
] as const satisfies readonly (keyof HeadsetOptions)[];

type AgentLight = NonNullable<HeadsetOptions['agentLight']>;
const agentLights: readonly AgentLight[] = ['onLine', 'messageWaiting', 'speaker'];

/** What the operator may decide about the headset. `lights`: those the headset in use has. */
export function OptionSection({ lights }: { readonly lights: readonly OutputRole[] }): ReactElement {
  const { t } = useWords();
  const { options, unread, isSaved, change } = useHeadsetOptions();
  return (
    <section className={pageCss.section} aria-labelledby="headset-options">
      <div className={pageCss.head}>
        <h3 id="headset-options" className={pageCss.subtitle}>
          {t('headsetPage.section.options')}
        </h3>
        <p role="status" className={css.quiet}>
          {isSaved && t('headsetPage.optionWords.saved')}
        </p>
      </div>
      {unread !== null && <p>{errorSentence(unread, t)}</p>}
      {options !== null && (
        <>
          {switches.map((name) => (
            <SwitchField
              key={name}
              label={t(`headsetPage.option.${name}`)}
              help={t(`headsetPage.optionHelp.${name}`)}
              isOn={options[name] === true}
              onChange={(isOn) => change({ ...options, [name]: isOn })}
            />
          ))}
          <AgentLightField options={options} lights={lights} onChange={change} />
        </>
      )}
    </section>
  );
}

function AgentLightField({
  options,
  lights,
  onChange,
}: {
  readonly options: HeadsetOptions;
  readonly lights: readonly OutputRole[];
  readonly onChange: (next: HeadsetOptions) => void;
}): ReactElement {
  const { t } = useWords();
  const nameOf = (light: AgentLight): string => {
    const name = t(`headsetPage.output.${light}`);
    return lights.includes(light) ? name : t('headsetPage.optionWords.missing', { light: name });
  };
  return (
    <SelectField<AgentLight | 'none'>
      label={t('headsetPage.option.agentLight')}
      help={t('headsetPage.optionHelp.agentLight')}
      value={options.agentLight ?? 'none'}
      options={[
        { id: 'none', label: t('headsetPage.optionWords.noLight') },
        ...agentLights.map((id) => ({ id, label: nameOf(id) })),
      ]}
      onChange={(value) => {
        const next = { ...options };
        if (value === 'none') delete next.agentLight;
        else next.agentLight = value;
        onChange(next);
      }}
    />
  );
}
