import { useEffect, useSyncExternalStore, type ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { focusPort, focusTargets } from '../../keyboard/focus-port.ts';
import { TextField } from '../../../ui/text-field.tsx';
import css from './notes.module.css';

/** Has the focus from the answer on (R18), unless the operator writes or has a panel open at that moment. */
export function NoteField({ call }: { readonly call: CallView }): ReactElement {
  const { notes } = useDesk();
  const { t } = useWords();
  useSyncExternalStore(notes.subscribe, notes.getVersion);
  const isTalking = call.state === 'connecting' || call.state === 'active';
  const status = notes.statusOf(call.id);

  useEffect(() => {
    if (isTalking && !isBusyElsewhere()) focusPort.toNote();
  }, [isTalking]);
  // The pane of a call goes when another call is shown: what waits for a pause is sent then.
  useEffect(() => () => notes.flush(call.id), [notes, call.id]);

  return (
    <div className={css.note}>
      <TextField
        label={t('note.label')}
        placeholder={t('note.placeholder')}
        value={notes.textOf(call.id, call.note)}
        onChange={(text) => notes.edit(call.id, text)}
        onBlur={() => notes.flush(call.id)}
        rows={2}
        fills
        id={focusTargets.note}
      />
      <p className={css.status} data-failed={status === 'failed'}>
        {t(`note.${status}`)}
      </p>
    </div>
  );
}

function isBusyElsewhere(): boolean {
  const active = document.activeElement;
  const isWriting = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
  return isWriting || active?.closest('[data-zone="panel"]') != null;
}
