import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { outcomeText } from '../../model/labels.ts';
import { Button } from '../../../ui/button.tsx';
import columnCss from '../../column.module.css';
import css from './notes.module.css';

/** How the call came out, by one key, at any time during the call. What the script proposes is marked in words. */
export function OutcomeChooser({ call }: { readonly call: CallView }): ReactElement {
  const { state, link } = useDesk();
  const { t, keys } = useWords();
  const proposed = call.outcome === null ? (call.script?.outcome ?? null) : null;
  return (
    <div role="group" aria-labelledby="outcome-title">
      <h2 className={columnCss.heading} id="outcome-title">
        {t('outcome.title')}
      </h2>
      <ul className={css.outcomes}>
        {state.outcomes.map(({ code, key }) => (
          <li key={code}>
            <Button
              shape="wide"
              keys={keys('outcome', key.toUpperCase())}
              isOn={call.outcome === code}
              onPress={() => void link.run({ command: 'outcome/set', input: { callId: call.id, code } })}
            >
              {call.outcome === code && '✓ '}
              {outcomeText(code, t)}
              {proposed === code && <span className={css.proposed}> · {t('outcome.proposed')}</span>}
            </Button>
          </li>
        ))}
      </ul>
      <p className={columnCss.quiet}>{t('outcome.keysInText')}</p>
    </div>
  );
}
