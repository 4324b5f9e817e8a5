import type { ReactElement } from 'react';
import type { StepView } from '../../../../electron/common/script/step-view.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { focusPort } from '../../keyboard/focus-port.ts';
import { performAction } from '../../keyboard/perform-action.ts';
import { nextLanguage } from '../../model/script-choices.ts';
import { Button } from '../../../ui/button.tsx';
import { HiddenText } from '../../../ui/hidden-text.tsx';
import { ArrowBack } from '../../../ui/icons.tsx';
import columnCss from '../../column.module.css';
import { sendScript } from './send-script.ts';
import css from './script.module.css';

/** Ways through the script that are open at every step, each with its key. */
export function ScriptTools({
  callId,
  step,
}: {
  readonly callId: string;
  readonly step: StepView;
}): ReactElement {
  const desk = useDesk();
  const { t, keys, formats } = useWords();
  const { view } = desk;
  const other = nextLanguage(step);
  return (
    <div className={css.tools}>
      <div className={css.row}>
        <Button
          icon={<ArrowBack />}
          keys={keys('back')}
          isDisabled={!step.canGoBack}
          onPress={() => performAction({ type: 'back' }, desk, focusPort)}
        >
          {t('script.back')}
        </Button>
        <Button
          keys={keys('offScript')}
          onPress={() => performAction({ type: 'offScript' }, desk, focusPort)}
        >
          {t('script.offScript')}
        </Button>
        <Button keys={keys('jump')} onPress={() => performAction({ type: 'jump' }, desk, focusPort)}>
          {t('script.jump')}
        </Button>
        {step.short !== null && (
          <Button keys={keys('length')} onPress={() => performAction({ type: 'length' }, desk, focusPort)}>
            {t(view.isShort ? 'script.long' : 'script.short')}
          </Button>
        )}
        {other !== null && (
          <Button
            keys={keys('language')}
            onPress={() => performAction({ type: 'language' }, desk, focusPort)}
          >
            <HiddenText>{t('script.language')}: </HiddenText>
            {formats.languageName(other)}
          </Button>
        )}
      </div>
      {step.detours.length > 0 && (
        <div className={css.row} role="group" aria-label={t('script.detours')}>
          <span className={columnCss.quiet}>{t('script.detours')}:</span>
          {step.detours.map((detour, index) => (
            <Button
              key={detour.node}
              keys={keys('detour', `F${index + 1}`)}
              onPress={() => sendScript(desk, callId, { type: 'detour', index })}
            >
              <bdi lang={step.language}>{detour.label}</bdi>
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
