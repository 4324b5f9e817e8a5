import type { ReactElement } from 'react';
import type { ExchangeView } from '../../../../electron/common/contract/exchange-views.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { focusPort, focusTargets } from '../../keyboard/focus-port.ts';
import { performAction } from '../../keyboard/perform-action.ts';
import { messageWords, queueWords } from '../../model/lamp-words.ts';
import { Button } from '../../../ui/button.tsx';
import { HiddenText } from '../../../ui/hidden-text.tsx';
import css from './exchange.module.css';
import { LampButton } from './lamp-button.tsx';

/** Lamps, mailbox and queue of the exchange; nothing at all where it offers none of them. */
export function ExchangeStrip(): ReactElement | null {
  const { state } = useDesk();
  const { t } = useWords();
  const { lamps, queue } = state.exchange;
  const messages = messageWords(state.exchange.messages, t);
  if (lamps.length === 0 && messages === null && queue.login === null && queue.pause === null) return null;
  return (
    <section className={css.strip} aria-label={t('exchange.title')} data-zone="other" id={focusTargets.lamps}>
      {messages !== null && <MessageButton words={messages} />}
      <QueueButton what="login" queue={queue} />
      <QueueButton what="pause" queue={queue} />
      {lamps.map((lamp) => (
        <LampButton key={lamp.number} lamp={lamp} />
      ))}
    </section>
  );
}

function MessageButton({ words }: { readonly words: string }): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  return (
    <Button
      isDisabled={!state.exchange.canListen}
      onPress={() => void link.run({ command: 'messages/listen', input: null })}
    >
      <span aria-hidden="true">✉</span> {words} <HiddenText>{t('exchange.messages.listen')}</HiddenText>
    </Button>
  );
}

function QueueButton({
  what,
  queue,
}: {
  readonly what: 'login' | 'pause';
  readonly queue: ExchangeView['queue'];
}): ReactElement | null {
  const desk = useDesk();
  const { t, keys } = useWords();
  const now = queue[what];
  if (now === null) return null;
  const action = what === 'login' ? 'queueLogin' : 'queuePause';
  const { state, doing } = queueWords(what, now);
  return (
    <Button
      keys={keys(action)}
      isOn={now.isOn === true}
      onPress={() => performAction({ type: action }, desk, focusPort)}
    >
      {t(state)} <HiddenText>{t(doing)}</HiddenText>
    </Button>
  );
}
