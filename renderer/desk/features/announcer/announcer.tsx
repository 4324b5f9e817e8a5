import { useEffect, useState, type ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import type { Translate } from '../../../i18n/texts.ts';
import { callerLine } from '../../model/caller.ts';
import { isRinging } from '../../model/controls.ts';
import { HiddenText } from '../../../ui/hidden-text.tsx';

/**
 * What a screen reader says: a call once, at once; the state when it changes. Timers say nothing, since the voice may
 * go into the headset of the call. The title of the window shows the same to everybody.
 */
export function Announcer(): ReactElement {
  const { state } = useDesk();
  const { t } = useWords();
  const call = useFocusCall();
  const ringing = state.calls.find(isRinging) ?? null;
  const stateWord = t(`state.${state.operator.state}`);
  const title =
    call === null
      ? t('title.plain', { state: stateWord })
      : t('title.call', { state: stateWord, caller: callerLine(call, t) });

  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <HiddenText>
      <div aria-live="assertive" aria-atomic="true">
        {ringing !== null && <CallAnnouncement key={ringing.id} call={ringing} />}
      </div>
      <div aria-live="polite">
        {stateWord}
        {state.muted && ` · ${t('announce.muted')}`}
      </div>
    </HiddenText>
  );
}

/** Keeps the words it began with: the name is often found after the ring, and one call is announced once. */
function CallAnnouncement({ call }: { readonly call: CallView }): ReactElement {
  const { t } = useWords();
  const [text] = useState(() => announcementOf(call, t));
  return <p>{text}</p>;
}

function announcementOf(call: CallView, t: Translate): string {
  if (call.remote.withheld) return t('announce.withheld');
  return t('announce.incoming', { caller: callerLine(call, t) });
}
