import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import type { TextKey } from '../../../i18n/text-keys.ts';
import { useFocusCall, useNow, useWords } from '../../desk-context.ts';
import { callerName } from '../../model/caller.ts';
import { transferWords } from '../../model/transfer-words.ts';
import { NumberText } from '../../../ui/number-text.tsx';
import css from './top-bar.module.css';

export function CallerBlock(): ReactElement {
  const call = useFocusCall();
  const { t } = useWords();
  const now = useNow();
  if (call === null) return <div className={css.caller} />;
  const name = callerName(call);
  const number = call.remote.withheld ? null : call.display === '' ? call.remote.number : call.display;
  return (
    <div className={css.caller}>
      <strong className={css.callerName}>
        <bdi>{name ?? (number === null ? t('call.withheld') : <NumberText>{number}</NumberText>)}</bdi>
      </strong>
      <span className={css.callerBelow}>
        {call.interrupted ? (
          <span className={css.interrupted}>{t('call.interrupted')}</span>
        ) : (
          <>
            {transferWords(call, now, t) ?? t(kindOf(call))}
            {name !== null && number !== null && (
              <>
                {' · '}
                <NumberText>{number}</NumberText>
              </>
            )}
          </>
        )}
      </span>
    </div>
  );
}

/** That nobody lifted a hand for this call must be seen where the operator looks first. */
function kindOf(call: CallView): TextKey {
  if (call.autoAnswered) return call.state === 'ringing' ? 'call.autoAnswering' : 'call.autoAnswered';
  return call.direction === 'incoming' ? 'call.incoming' : 'call.outgoing';
}
