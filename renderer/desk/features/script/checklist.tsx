import { useState, type ReactElement } from 'react';
import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox';
import type { StepView } from '../../../../electron/common/script/step-view.ts';
import { useWords } from '../../desk-context.ts';
import { classNames } from '../../../ui/class-names.ts';
import columnCss from '../../column.module.css';
import css from './script.module.css';

/** Points to tick while talking: an aid of the operator's own, kept while the step is shown. */
export function Checklist({ step }: { readonly step: StepView }): ReactElement {
  const { t } = useWords();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  return (
    <div>
      <h3 className={columnCss.heading}>{t('script.items')}</h3>
      {step.items.map((item) => (
        <CheckboxField
          key={item.id}
          isSelected={ticked.includes(item.id)}
          onChange={(isOn) => setTicked(isOn ? [...ticked, item.id] : ticked.filter((id) => id !== item.id))}
        >
          <CheckboxButton className={classNames(css.check)}>
            <span className={css.box} aria-hidden="true" />
            <bdi lang={step.language}>{item.label}</bdi>
          </CheckboxButton>
        </CheckboxField>
      ))}
    </div>
  );
}
