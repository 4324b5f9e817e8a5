import type { ReactElement } from 'react';
import { SwitchButton, SwitchField as AriaSwitchField, Text } from 'react-aria-components/Switch';
import { classNames } from './class-names.ts';
import css from './switch-field.module.css';

/** On or off, said by the place and shape of the knob as well as by colour; `help` tells what it means. */
export function SwitchField({
  label,
  help,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly help?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}): ReactElement {
  return (
    <AriaSwitchField isSelected={isOn} onChange={onChange}>
      <SwitchButton className={classNames(css.switch)}>
        <span className={css.track} aria-hidden="true">
          <span className={css.knob} />
        </span>
        <span className={css.label}>{label}</span>
      </SwitchButton>
      {help !== undefined && (
        <Text slot="description" className={classNames(css.help)}>
          {help}
        </Text>
      )}
    </AriaSwitchField>
  );
}
