import { useState, type ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { callerLine } from '../../model/caller.ts';
import { Button } from '../../../ui/button.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import css from '../../panel.module.css';
import { SidePanel } from '../../side-panel.tsx';

const tones = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** The last tones sent that are shown. */
const shown = 24;

/** Keys are sent at once; in a conference to both parties, or to the one chosen. */
export function TonePad(): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const [sent, setSent] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const parties = state.calls.filter((call) => call.inConference);
  const to = parties.some(({ id }) => id === chosen) ? chosen : null;
  const send = (tone: string): void => {
    setSent((before) => (before + tone).slice(-shown));
    void link.run({ command: 'call/dtmf', input: to === null ? { tones: tone } : { tones: tone, id: to } });
  };
  return (
    <SidePanel title={t('dial.keypad')} onDigits={send}>
      <p className={css.help}>{t('dial.keypadHelp')}</p>
      {parties.length > 0 && (
        <div className={css.row} role="group" aria-label={t('dial.tonesTo')}>
          <Button isOn={to === null} onPress={() => setChosen(null)}>
            {t('dial.toBoth')}
          </Button>
          {parties.map((call) => (
            <Button key={call.id} isOn={to === call.id} onPress={() => setChosen(call.id)}>
              <bdi>{callerLine(call, t)}</bdi>
            </Button>
          ))}
        </div>
      )}
      <div className={css.keys} dir="ltr">
        {tones.map((tone) => (
          <Button key={tone} label={t('dial.tone', { tone })} onPress={() => send(tone)}>
            {tone}
          </Button>
        ))}
      </div>
      <p className={css.help}>
        {t('dial.sent')}: <NumberText>{sent}</NumberText>
      </p>
    </SidePanel>
  );
}
