import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import type { TextKey, Translate } from '../../../i18n/texts.ts';
import { useDesk, useFocusCall, useNow, useWords } from '../../desk-context.ts';
import { callerLine, callerName } from '../../model/caller.ts';
import { transferWords } from '../../model/transfer-words.ts';
import { NumberText } from '../../../ui/number-text.tsx';
import css from './top-bar.module.css';

export function CallerBlock(): ReactElement {
  const call = useFocusCall();
  const { t } = useWords();
  const now = useNow();
  const { state } = useDesk();
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
            {transferWords(call, now, t) ?? conferenceWords(call, state.calls, t) ?? t(kindOf(call))}
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

/** Who else hears what is said. */
function conferenceWords(call: CallView, calls: readonly CallView[], t: Translate): string | null {
  const other = calls.find(({ id, inConference }) => inConference && id !== call.id);
  if (!call.inConference || other === undefined) return null;
  return t('call.conferenceWith', { party: `\u2068${callerLine(other, t)}\u2069` });
}

/** That nobody lifted a hand for this call must be seen where the operator looks first. */
function kindOf(call: CallView): TextKey {
  if (call.autoAnswered) return call.state === 'ringing' ? 'call.autoAnswering' : 'call.autoAnswered';
  return call.direction === 'incoming' ? 'call.incoming' : 'call.outgoing';
}
