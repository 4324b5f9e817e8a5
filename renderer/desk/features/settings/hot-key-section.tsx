import { useEffect, useState, type ReactElement } from 'react';
import {
  hotKeyActions,
  hotKeysSchema,
  type HotKeyAction,
  type HotKeys,
} from '../../../../electron/common/call/hot-key.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import pageCss from '../../page.module.css';
import css from './settings.module.css';

type Typed = Readonly<Record<HotKeyAction, string>>;

const typedOf = (keys: HotKeys): Typed => ({
  answerOrEnd: keys.answerOrEnd ?? '',
  mute: keys.mute ?? '',
  hold: keys.hold ?? '',
  show: keys.show ?? '',
});

const isWrong = (action: HotKeyAction, text: string): boolean =>
  text.trim() !== '' && !hotKeysSchema.safeParse({ [action]: text.trim() }).success;

/** Keys that act while another program is in front. */
export function HotKeySection(): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const [typed, setTyped] = useState<Typed | null>(null);
  const [isChecked, setChecked] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const canGrab = state.host === 'electron';

  useEffect(() => {
    let isCurrent = true;
    void link.request('settings/read', null).then((result) => {
      if (isCurrent && result.ok) setTyped(typedOf(result.value.settings.hotKeys));
    });
    return () => {
      isCurrent = false;
    };
  }, [link]);

  const save = async (): Promise<void> => {
    setChecked(true);
    if (typed === null || hotKeyActions.some((action) => isWrong(action, typed[action]))) return;
    const given = hotKeyActions.flatMap((action) =>
      typed[action].trim() === '' ? [] : [[action, typed[action].trim()] as const],
    );
    const input = hotKeysSchema.parse(Object.fromEntries(given));
    setSaved(await link.run({ command: 'settings/hot-keys', input }));
  };

  if (!canGrab || typed === null) return <p>{t('hotKeys.onlyInstalled')}</p>;
  return (
    <fieldset className={css.group}>
      <legend>{t('hotKeys.title')}</legend>
      <p>{t('hotKeys.help')}</p>
      <div className={css.pair}>
        {hotKeyActions.map((action) => (
          <TextField
            key={action}
            label={t(`hotKeys.${action}`)}
            value={typed[action]}
            onChange={(text) => {
              setTyped({ ...typed, [action]: text });
              setSaved(false);
            }}
            problem={isChecked && isWrong(action, typed[action]) ? t('hotKeys.problem') : undefined}
            dir="ltr"
            maxLength={60}
          />
        ))}
      </div>
      <div className={pageCss.row}>
        <Button onPress={() => void save()}>{t('hotKeys.save')}</Button>
        <p role="status">{isSaved && t('settings.saved')}</p>
      </div>
    </fieldset>
  );
}
