import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useNow, useWords } from '../../desk-context.ts';
import { transferWords } from '../../model/transfer-words.ts';
import { Button } from '../../../ui/button.tsx';
import { ArrowBack, HandsetDown } from '../../../ui/icons.tsx';
import css from '../../panel.module.css';

/** A transfer under way: how far it has come, and the ways out while our leg still stands. */
export function LeavingCall({ call }: { readonly call: CallView }): ReactElement {
  const { state, link, show } = useDesk();
  const { t, keys } = useWords();
  const now = useNow();
  const isSilent = call.transfer?.state === 'silent';
  // With the colleague on the line the two are being connected, which is done in a moment or refused.
  const isConnecting = state.calls.some((other) => other !== call && other.state === 'active');
  const takeBack = async (): Promise<void> => {
    if (await link.run({ command: 'call/transfer-cancel', input: null })) show({ type: 'close-panel' });
  };
  const endLine = async (): Promise<void> => {
    if (await link.run({ command: 'call/hangup', input: { id: call.id } })) show({ type: 'close-panel' });
  };
  return (
    <>
      <p>{transferWords(call, now, t)}</p>
      {isSilent && <p className={css.help}>{t('transfer.silentHelp')}</p>}
      {!isConnecting && (
        <div className={css.row}>
          <Button tone="primary" icon={<ArrowBack />} keys={keys('hold')} onPress={() => void takeBack()}>
            {t('transfer.takeBack')}
          </Button>
          {isSilent && (
            <Button icon={<HandsetDown />} onPress={() => void endLine()}>
              {t('transfer.endLine')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
