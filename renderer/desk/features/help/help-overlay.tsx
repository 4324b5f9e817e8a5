import type { ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { keyMap, type KeyBinding } from '../../keyboard/key-map.ts';
import { printChord } from '../../keyboard/print-keys.ts';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { ModalDialog } from '../../../ui/modal-dialog.tsx';
import css from './help.module.css';

const groups: readonly KeyBinding['group'][] = ['call', 'customer', 'script', 'notes', 'headset', 'app'];

/** Every key of the desk, from the same table that the keys come from. */
export function HelpOverlay(): ReactElement {
  const { show } = useDesk();
  const { t, platform } = useWords();
  return (
    <ModalDialog
      title={t('help.title')}
      closeLabel={t('help.close')}
      onClose={() => show({ type: 'toggle-help' })}
    >
      <div className={css.groups}>
        {groups.map((group) => (
          <section key={group} className={css.group}>
            <h3 className={css.title}>{t(`help.group.${group}`)}</h3>
            <dl className={css.keys}>
              {keyMap
                .filter((binding) => binding.group === group)
                .map((binding) => (
                  <div key={binding.action} className={css.line}>
                    <dt className={css.chords}>
                      {binding.chords.map((chord) => (
                        <KeyHint key={JSON.stringify(chord)} keys={printChord(chord, platform, t)} />
                      ))}
                    </dt>
                    <dd>{t(`action.${binding.action}`)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={css.hint}>{t('script.keysInText')}</p>
    </ModalDialog>
  );
}
