import type { ReactElement, ReactNode } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Input, Label, SearchField } from 'react-aria-components/SearchField';
import { classNames } from './class-names.ts';
import fieldCss from './field.module.css';
import { KeyHint } from './key-hint.tsx';
import css from './search-list.module.css';

export interface SearchListProps<T> {
  readonly label: string;
  readonly placeholder: string;
  readonly keys?: string;
  readonly text: string;
  readonly onTextChange: (text: string) => void;
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  readonly nameOf: (item: T) => string;
  readonly renderItem: (item: T) => ReactNode;
  readonly onChoose: (item: T) => void;
  /** Said below the field: how many were found, or that nobody was. */
  readonly status: string;
  readonly listLabel: string;
  readonly inputId?: string;
  readonly autoFocus?: boolean;
}

/** A search field with its findings below: arrows move through them, Enter chooses, the focus stays in the field. */
export function SearchList<T extends object>({
  label,
  placeholder,
  keys,
  text,
  onTextChange,
  items,
  idOf,
  nameOf,
  renderItem,
  onChoose,
  status,
  listLabel,
  inputId,
  autoFocus = false,
}: SearchListProps<T>): ReactElement {
  return (
    <div className={css.search}>
      <Autocomplete inputValue={text} onInputChange={onTextChange}>
        <SearchField className={classNames(fieldCss.field)} autoFocus={autoFocus} autoComplete="off">
          <Label className={classNames(fieldCss.label, css.label)}>
            {label} {keys !== undefined && <KeyHint keys={keys} />}
          </Label>
          <Input
            className={classNames(fieldCss.input)}
            placeholder={placeholder}
            dir="auto"
            {...(inputId === undefined ? {} : { id: inputId })}
          />
        </SearchField>
        <p className={css.status} role="status">
          {status}
        </p>
        {items.length > 0 && (
          <ListBox
            className={classNames(css.list)}
            aria-label={listLabel}
            selectionMode="none"
            onAction={(key) => {
              const chosen = items.find((item) => idOf(item) === key);
              if (chosen !== undefined) onChoose(chosen);
            }}
          >
            {items.map((item) => (
              <ListBoxItem
                key={idOf(item)}
                id={idOf(item)}
                textValue={nameOf(item)}
                className={classNames(css.item)}
              >
                {renderItem(item)}
              </ListBoxItem>
            ))}
          </ListBox>
        )}
      </Autocomplete>
    </div>
  );
}
