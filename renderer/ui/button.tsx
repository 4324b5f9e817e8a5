import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import css from './button.module.css';
import { classNames } from './class-names.ts';
import { KeyHint } from './key-hint.tsx';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly icon?: ReactElement;
  /** The key that does the same, printed on the button. */
  readonly keys?: string;
  /** urgent is for what must be done now and for nothing else. */
  readonly tone?: 'plain' | 'primary' | 'urgent' | 'quiet';
  /** tall: word below the icon, for the top bar; wide: the whole line, words at the start. */
  readonly shape?: 'normal' | 'tall' | 'wide';
  readonly isDisabled?: boolean;
  /** Pressed in and staying so, for what is switched on. */
  readonly isOn?: boolean;
  /** Gets the focus when the panel opens that it stands in. */
  readonly isFirst?: boolean;
  /** Where the words alone do not say enough. */
  readonly label?: string;
}

export function Button({
  children,
  onPress,
  icon,
  keys,
  tone = 'plain',
  shape = 'normal',
  isDisabled = false,
  isOn,
  isFirst = false,
  label,
}: ButtonProps): ReactElement {
  return (
    <AriaButton
      className={classNames(css.button, css[tone], css[shape], isOn === true && css.on)}
      onPress={onPress}
      isDisabled={isDisabled}
      {...(isFirst ? { 'data-first': true } : {})}
      {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {shape === 'tall' ? (
        <>
          <span className={css.head}>
            {icon}
            {keys !== undefined && <KeyHint keys={keys} />}
          </span>
          <span className={css.word}>{children}</span>
        </>
      ) : (
        <>
          {icon}
          <span className={css.word}>{children}</span>
          {keys !== undefined && <KeyHint keys={keys} />}
        </>
      )}
    </AriaButton>
  );
}
