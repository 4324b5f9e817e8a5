import { useReducer, useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { callerLine } from '../../model/caller.ts';
import { longestTransferMs, pairOf, type Pair } from '../../model/consultation.ts';
import { leavingCall } from '../../model/transfer-words.ts';
import { Button } from '../../../ui/button.tsx';
import { ArrowBack, ArrowOut } from '../../../ui/icons.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import css from '../../panel.module.css';
import { SidePanel } from '../../side-panel.tsx';
import { LeavingCall } from './leaving-call.tsx';

/** Blind or attended; with two parties, the two ways out of it; and while one leaves, how far that has come. */
export function TransferPanel(): ReactElement {
  const { view } = useDesk();
  return <Transfer key={view.dialNumber} />;
}

/** The number stays while somebody is called with it, so that a refused one can be corrected. */
function Transfer(): ReactElement {
  const { state, view } = useDesk();
  const { t } = useWords();
  const [number, setNumber] = useState(view.dialNumber);
  // A refusal that comes at once is never seen as a call that leaves.
  const [refusals, countRefusal] = useReducer((count: number) => count + 1, 0);
  const leaving = leavingCall(state);
  const pair = pairOf(state);
  return (
    <SidePanel
      title={t('transfer.title')}
      stage={leaving !== null ? 'leaving' : pair !== null ? 'two-calls' : `number ${String(refusals)}`}
    >
      {leaving !== null ? (
        <LeavingCall call={leaving} />
      ) : pair !== null ? (
        <TwoCalls pair={pair} />
      ) : (
        <NewTransfer number={number} setNumber={setNumber} onRefused={countRefusal} />
      )}
    </SidePanel>
  );
}

function NewTransfer({
  number,
  setNumber,
  onRefused,
}: {
  readonly number: string;
  readonly setNumber: (number: string) => void;
  readonly onRefused: () => void;
}): ReactElement {
  const { state, link, show } = useDesk();
  const { t } = useWords();
  const isEmpty = number.trim() === '';
  const transfer = async (attended: boolean): Promise<void> => {
    if (isEmpty) return;
    const done = await link.ask('call/transfer', { number, attended }, { timeoutMs: longestTransferMs });
    if (!done.ok) onRefused();
    // An attended one goes on in this panel.
    else if (!attended) show({ type: 'close-panel' });
  };
  const park = async (): Promise<void> => {
    const input = isEmpty ? {} : { place: number.trim() };
    if (await link.run({ command: 'call/park', input })) show({ type: 'close-panel' });
  };
  return (
    <>
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
    </>
  );
}

function TwoCalls({ pair }: { readonly pair: Pair }): ReactElement {
  const { link, show } = useDesk();
  const { t, keys } = useWords();
  const { waiting, other, isConsultation } = pair;
  const finish = async (command: 'call/transfer-complete' | 'call/transfer-cancel'): Promise<void> => {
    if ((await link.ask(command, null, { timeoutMs: longestTransferMs })).ok) show({ type: 'close-panel' });
  };
  const [party, caller] = [callerLine(other, t), callerLine(waiting, t)];
  return (
    <>
      <p>
        {isConsultation
          ? t('transfer.consulting', { party, caller })
          : t('transfer.pair', { first: caller, second: party })}
      </p>
      <div className={css.row}>
        <Button
          tone="primary"
          icon={<ArrowOut />}
          keys={keys('connect')}
          isDisabled={other.state === 'ringing'}
          onPress={() => void finish('call/transfer-complete')}
        >
          {t('transfer.complete')}
        </Button>
        {isConsultation && (
          <Button icon={<ArrowBack />} onPress={() => void finish('call/transfer-cancel')}>
            {t('transfer.cancel')}
          </Button>
        )}
      </div>
    </>
  );
}
