import type { ReactElement } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components/Select';
import { classNames } from './class-names.ts';
import { HiddenText } from './hidden-text.tsx';
import { ChevronDown } from './icons.tsx';
import css from './select-field.module.css';

export interface SelectFieldProps<K extends string> {
  readonly label: string;
  readonly value: K;
  readonly options: readonly { readonly id: K; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: K) => void;
  /** What it means. With it the label is shown as well. */
  readonly help?: string;
}

/** One of a few. The label is read out and shown on hovering, as long as the value speaks for itself. */
export function SelectField<K extends string>({
  label,
  value,
  options,
  onChange,
  help,
}: SelectFieldProps<K>): ReactElement {
  return (
    <Select
      className={classNames(css.select, help !== undefined && css.explained)}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      {help === undefined ? (
        <HiddenText>
          <Label>{label}</Label>
        </HiddenText>
      ) : (
        <Label className={classNames(css.label)}>{label}</Label>
      )}
      <span title={label}>
        <Button className={classNames(css.button)}>
          <SelectValue className={classNames(css.value)} />
          <ChevronDown />
        </Button>
      </span>
      {help !== undefined && (
        <Text slot="description" className={classNames(css.help)}>
          {help}
        </Text>
      )}
      <Popover className={classNames(css.popover)}>
        <ListBox className={classNames(css.list)}>
          {options.map((option) => (
            <ListBoxItem
              key={option.id}
              id={option.id}
              textValue={option.label}
              className={classNames(css.item)}
            >
              <span lang={option.lang}>{option.label}</span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
