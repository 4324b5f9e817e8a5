import type { ReactElement } from 'react';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import { focusPort } from '../../keyboard/focus-port.ts';
import { performAction } from '../../keyboard/perform-action.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckMark, Cup } from '../../../ui/icons.tsx';
import { classNames } from '../../../ui/class-names.ts';
import columnCss from '../../column.module.css';
import { LineSection } from '../quality/line-section.tsx';
import { NoteField } from './note-field.tsx';
import { OutcomeChooser } from './outcome-chooser.tsx';
import css from './notes.module.css';

/** What the operator writes and how the call came out; one such pane a call, so that switching loses nothing. */
export function NotesColumn(): ReactElement {
  const desk = useDesk();
  const { t, keys } = useWords();
  const call = useFocusCall();
  const isWrapUp = desk.state.operator.state === 'wrap-up';
  return (
    <section className={classNames(columnCss.column, css.notes)} aria-label={t('region.notes')}>
      {call === null ? (
        <p className={columnCss.quiet}>{t('note.noCall')}</p>
      ) : (
        <>
          <NoteField call={call} />
          <OutcomeChooser call={call} />
          {isWrapUp && (
            <div className={css.row}>
              <Button
                tone="primary"
                icon={<CheckMark />}
                keys={keys('readyOrPause')}
                onPress={() => performAction({ type: 'readyOrPause' }, desk, focusPort)}
              >
                {t('control.ready')}
              </Button>
              <Button
                icon={<Cup />}
                keys={keys('pause')}
                onPress={() => performAction({ type: 'pause' }, desk, focusPort)}
              >
                {t('control.pause')}
              </Button>
            </div>
          )}
          {isWrapUp && <LineSection call={call} />}
        </>
      )}
    </section>
  );
}
