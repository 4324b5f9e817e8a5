import type { ReactElement } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ExchangeView } from '../../../../electron/common/contract/exchange-views.ts';
import { meaningOfLamp } from '../../../../electron/common/events/lamp-wish.ts';
import type { LampState } from '../../../../electron/common/events/lamp.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { classNames } from '../../../ui/class-names.ts';
import { HiddenText } from '../../../ui/hidden-text.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import { lampWords } from '../../model/lamp-words.ts';
import css from './exchange.module.css';

type LampView = ExchangeView['lamps'][number];

/** Told apart without colour: empty ring, full disc, bell, arrow, bars, question mark. */
const shapes: Readonly<Record<LampState, string>> = {
  idle: '○',
  busy: '●',
  ringing: '◉',
  calling: '◐',
  held: '‖',
  unknown: '?',
  hidden: '·',
};

/** One colleague: state by shape and word; pressing it picks up, dials, or names the target of a transfer. */
export function LampButton({ lamp }: { readonly lamp: LampView }): ReactElement {
  const { state, link, show } = useDesk();
  const { t } = useWords();
  const { exchange, calls } = state;
  const meaning = meaningOfLamp(lamp.state, calls, exchange.canPickUp);
  const words = lampWords(lamp, exchange.handedOver, t);
  const press = (): void => {
    if (meaning === 'transfer') show({ type: 'offer-transfer', number: lamp.number });
    else void link.run({ command: 'lamp/press', input: { number: lamp.number } });
  };
  return (
    <AriaButton
      className={classNames(css.lamp, lamp.state === 'ringing' && css.ringing)}
      onPress={press}
      data-lamp={lamp.state}
    >
      <span className={css.shape} aria-hidden="true">
        {shapes[lamp.state]}
      </span>
      <bdi className={css.name}>{lamp.name}</bdi>
      <span className={css.quiet}>
        <NumberText>{lamp.number}</NumberText>
      </span>
      {words !== '' && <span className={css.words}>{words}</span>}
      <HiddenText>{t(`exchange.does.${meaning}`)}</HiddenText>
    </AriaButton>
  );
}
