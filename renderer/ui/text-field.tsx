import type { ReactElement, Ref } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components/TextField';
import { classNames } from './class-names.ts';
import css from './field.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  /** Enter was pressed; for a field of several lines Enter is a new line and this is never called. */
  readonly onEnter?: () => void;
  readonly help?: string;
  /** What is wrong with the value; shown and read out when present. */
  readonly problem?: string | undefined;
  readonly placeholder?: string;
  readonly type?: 'text' | 'password' | 'tel' | 'email' | 'url';
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email';
  /** More than one: a field that grows with its column. */
  readonly rows?: number;
  readonly fills?: boolean;
  /** ltr for numbers, addresses of servers and the like, whatever the language of the page. */
  readonly dir?: 'ltr' | 'auto';
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly id?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps): ReactElement {
  const { label, value, onChange, onBlur, help, problem, id } = props;
  return (
    <AriaTextField
      className={classNames(css.field, props.fills === true && css.tall)}
      value={value}
      onChange={onChange}
      isInvalid={problem !== undefined}
      isRequired={props.isRequired === true}
      autoFocus={props.autoFocus === true}
      autoComplete="off"
      validationBehavior="aria"
      {...(props.type === undefined ? {} : { type: props.type })}
      {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })}
      {...(onBlur === undefined ? {} : { onBlur })}
      {...(id === undefined ? {} : { id })}
    >
      <Label className={classNames(css.label)}>{label}</Label>
      <Box {...props} />
      {help !== undefined && (
        <Text slot="description" className={classNames(css.help)}>
          {help}
        </Text>
      )}
      <FieldError className={classNames(css.problem)}>{problem ?? ''}</FieldError>
    </AriaTextField>
  );
}

const longest = 100_000;

/** What is typed into: one line, or several that grow with their column. */
function Box({
  placeholder = '',
  rows = 1,
  dir = 'auto',
  maxLength = longest,
  onEnter,
  inputRef,
}: TextFieldProps): ReactElement {
  const shared = { placeholder, dir, maxLength, className: classNames(css.input) };
  if (rows > 1) return <TextArea {...shared} rows={rows} />;
  return (
    <Input
      {...shared}
      {...(inputRef === undefined ? {} : { ref: inputRef })}
      onKeyDown={(event) => {
        // A plain Enter only: with Alt it is the key of the next step.
        const isPlain = event.key === 'Enter' && !event.altKey && !event.nativeEvent.isComposing;
        if (!isPlain || onEnter === undefined) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}
