import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import type { Translate } from '../../../i18n/texts.ts';
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
  const news =
    transferWords(call, now, t) ?? conferenceWords(call, state.calls, t) ?? autoAnswerWords(call, t);
  // The bar cuts off the end where it is narrow: the number is asked for and written down, the direction is not.
  const below = [
    news,
    name === null || number === null ? null : <NumberText key="number">{number}</NumberText>,
    news === null ? t(call.direction === 'incoming' ? 'call.incoming' : 'call.outgoing') : null,
  ].filter((part) => part !== null);
  return (
    <div className={css.caller}>
      <strong className={css.callerName}>
        <bdi>{name ?? (number === null ? t('call.withheld') : <NumberText>{number}</NumberText>)}</bdi>
      </strong>
      <span className={css.callerBelow}>
        {call.interrupted ? (
          <span className={css.interrupted}>{t('call.interrupted')}</span>
        ) : (
          below.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))
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
function autoAnswerWords(call: CallView, t: Translate): string | null {
  if (!call.autoAnswered) return null;
  return t(call.state === 'ringing' ? 'call.autoAnswering' : 'call.autoAnswered');
}
