import { useEffect, useState, type ReactElement } from 'react';
import type { CallView, DeskState } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useFocusCall, useNow, useWords } from '../../desk-context.ts';
import type { Translate } from '../../../i18n/texts.ts';
import { callerLine } from '../../model/caller.ts';
import { isRinging } from '../../model/controls.ts';
import { chiefWarning } from '../../model/line-quality.ts';
import { transferWords } from '../../model/transfer-words.ts';
import { speaksWhileMuted } from '../../model/speaking-muted.ts';
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
  const now = useNow();
  const transfer = call === null ? null : transferWords(call, now, t);
  const warning = chiefWarning(call?.quality ?? null);
  const wasHeardMuted = useHeardMuted(state);
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
        {wasHeardMuted && <p>{t('control.speakingMuted')}</p>}
      </div>
      <div aria-live="polite">
        {stateWord}
        {state.muted && ` · ${t('announce.muted')}`}
        {call?.inConference === true && ` · ${t('call.state.conference')}`}
        {transfer !== null && ` · ${transfer}`}
        {warning !== null && ` · ${t('quality.raised', { warning: t(`quality.warning.${warning.kind}`) })}`}
      </div>
    </HiddenText>
  );
}

/** Stays from the first word spoken until the microphone is on again, so that it is announced once and not at each word. */
function useHeardMuted(state: DeskState): boolean {
  const [wasHeard, setHeard] = useState(false);
  const isHeard = state.muted && (wasHeard || speaksWhileMuted(state));
  if (isHeard !== wasHeard) setHeard(isHeard);
  return isHeard;
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
