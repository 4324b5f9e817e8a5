import type { ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { focusPort } from '../../keyboard/focus-port.ts';
import { performAction } from '../../keyboard/perform-action.ts';
import { testChoicesOf } from '../../model/self-test-choices.ts';
import { Button } from '../../../ui/button.tsx';

/** The buttons of the test with their keys: what the keys do and what the buttons do is one list. */
export function SelfTestChoices(): ReactElement {
  const desk = useDesk();
  const { t, keys } = useWords();
  const isAgain = desk.state.headsetPanel?.selfTest != null;
  return (
    <>
      {testChoicesOf(desk.state, desk.view).map(({ action, digit, isMain }) => (
        <Button
          key={action}
          tone={isMain ? 'primary' : 'plain'}
          {...(digit === null && !isMain
            ? {}
            : { keys: digit === null ? keys('testOn') : keys('testAnswer', String(digit)) })}
          onPress={() => performAction({ type: 'selfTest', action }, desk, focusPort)}
        >
          {action === 'start' && isAgain
            ? t('headsetPage.test.again')
            : t(`headsetPage.testChoice.${action}`)}
        </Button>
      ))}
    </>
  );
}
