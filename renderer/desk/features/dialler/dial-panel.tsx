import { useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import type { Wish } from '../../link/desk-link.ts';
import { controlsOf } from '../../model/controls.ts';
import { Button } from '../../../ui/button.tsx';
import { Handset } from '../../../ui/icons.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import css from '../../panel.module.css';
import { SidePanel } from '../../side-panel.tsx';
import { TonePad } from './tone-pad.tsx';

/** Without a call it dials; in a call its keys are sent at once (RFC 4733 by the phone). */
export function DialPanel(): ReactElement {
  const { state } = useDesk();
  // A transfer that the other side asks for is decided in the call.
  const isAsked = state.dialOffer?.reason === 'transfer';
  return controlsOf(state).sendsTones && !isAsked ? <TonePad /> : <Dialler key={state.dialOffer?.at ?? 0} />;
}

const reasonTexts = {
  transfer: 'dial.transferAsked',
  redirect: 'dial.redirected',
  lost: 'dial.lost',
  'cut-off': 'dial.cutOff',
} as const;

function Dialler(): ReactElement {
  const { state, link, show, view } = useDesk();
  const { t } = useWords();
  const reason = state.dialOffer?.reason;
  const [number, setNumber] = useState(view.dialNumber);
  const run = async (wish: Wish): Promise<void> => {
    if (await link.run(wish)) show({ type: 'close-panel' });
  };
  const dial = async (): Promise<void> => {
    if (number.trim() !== '') await run({ command: 'call/dial', input: { number } });
  };
  return (
    <SidePanel title={t('dial.title')}>
      {reason !== undefined && <p className={css.help}>{t(reasonTexts[reason])}</p>}
      <TextField
        label={t('dial.number')}
        value={number}
        onChange={setNumber}
        onEnter={() => void dial()}
        type="tel"
        inputMode="tel"
        dir="ltr"
        maxLength={256}
      />
      <Button
        tone="primary"
        icon={<Handset />}
        keys={t('key.enter')}
        isDisabled={number.trim() === ''}
        onPress={() => void dial()}
      >
        {t('dial.call')}
      </Button>
      <div className={css.row}>
        {state.exchange.redial !== null && (
          <Button onPress={() => void run({ command: 'call/redial', input: null })}>
            {t('exchange.redial')} <NumberText>{state.exchange.redial}</NumberText>
          </Button>
        )}
        {state.exchange.canPickUpGroup && (
          <Button onPress={() => void run({ command: 'call/pickup', input: {} })}>
            {t('exchange.pickup')}
          </Button>
        )}
      </div>
    </SidePanel>
  );
}
