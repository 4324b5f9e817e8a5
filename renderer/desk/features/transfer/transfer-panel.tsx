import { useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { callerLine } from '../../model/caller.ts';
import { consultationOf } from '../../model/consultation.ts';
import { Button } from '../../../ui/button.tsx';
import { ArrowBack, ArrowOut } from '../../../ui/icons.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import css from '../../panel.module.css';
import { SidePanel } from '../../side-panel.tsx';

/** Blind or attended; while a colleague is consulted, the two ways out of it. */
export function TransferPanel(): ReactElement {
  const { state, view } = useDesk();
  return consultationOf(state) === null ? <NewTransfer key={view.dialNumber} /> : <Consultation />;
}

function NewTransfer(): ReactElement {
  const { state, view, link, show } = useDesk();
  const { t } = useWords();
  const [number, setNumber] = useState(view.dialNumber);
  const isEmpty = number.trim() === '';
  const transfer = async (attended: boolean): Promise<void> => {
    if (isEmpty) return;
    const isDone = await link.run({ command: 'call/transfer', input: { number, attended } });
    // An attended one goes on in this panel.
    if (isDone && !attended) show({ type: 'close-panel' });
  };
  const park = async (): Promise<void> => {
    const input = isEmpty ? {} : { place: number.trim() };
    if (await link.run({ command: 'call/park', input })) show({ type: 'close-panel' });
  };
  return (
    <SidePanel title={t('transfer.title')}>
      <TextField
        label={t('transfer.number')}
        value={number}
        onChange={setNumber}
        onEnter={() => void transfer(true)}
        type="tel"
        inputMode="tel"
        dir="ltr"
        maxLength={256}
      />
      <Button tone="primary" keys={t('key.enter')} isDisabled={isEmpty} onPress={() => void transfer(true)}>
        {t('transfer.attended')}
      </Button>
      <p className={css.help}>{t('transfer.attendedHelp')}</p>
      <Button icon={<ArrowOut />} isDisabled={isEmpty} onPress={() => void transfer(false)}>
        {t('transfer.blind')}
      </Button>
      <p className={css.help}>{t('transfer.blindHelp')}</p>
      {state.exchange.canPark && <Button onPress={() => void park()}>{t('exchange.park')}</Button>}
    </SidePanel>
  );
}

function Consultation(): ReactElement {
  const { state, link, show } = useDesk();
  const { t } = useWords();
  const consultation = consultationOf(state);
  const finish = async (command: 'call/transfer-complete' | 'call/transfer-cancel'): Promise<void> => {
    if (await link.run({ command, input: null })) show({ type: 'close-panel' });
  };
  return (
    <SidePanel title={t('transfer.title')}>
      {consultation !== null && (
        <p>
          {t('transfer.consulting', {
            party: callerLine(consultation.colleague, t),
            caller: callerLine(consultation.waiting, t),
          })}
        </p>
      )}
      <div className={css.row}>
        <Button tone="primary" icon={<ArrowOut />} onPress={() => void finish('call/transfer-complete')}>
          {t('transfer.complete')}
        </Button>
        <Button icon={<ArrowBack />} onPress={() => void finish('call/transfer-cancel')}>
          {t('transfer.cancel')}
        </Button>
      </div>
    </SidePanel>
  );
}
