import { lazy, Suspense, type ReactElement } from 'react';
import { useDesk, useFocusCall } from './desk-context.ts';
import { Announcer } from './features/announcer/announcer.tsx';
import { CallTabs } from './features/calls/call-tabs.tsx';
import { CustomerColumn } from './features/customer/customer-column.tsx';
import { ExchangeStrip } from './features/exchange/exchange-strip.tsx';
import { useDialOffer } from './features/dialler/use-dial-offer.ts';
import { useTakeBack } from './features/take-back/use-take-back.ts';
import { useGiveWay } from './features/headset/use-give-way.ts';
import { HelpOverlay } from './features/help/help-overlay.tsx';
import { NotesColumn } from './features/notes/notes-column.tsx';
import { Notices } from './features/notices/notices.tsx';
import { ScriptColumn } from './features/script/script-column.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import { ToolStrip } from './features/tools/tool-strip.tsx';
import { TopBar } from './features/top-bar/top-bar.tsx';
import { useKeyboard } from './keyboard/use-keyboard.ts';
import { LostBanner } from './link/link-view.tsx';
import css from './workspace.module.css';

/** Looked at once in a while: no part of the first paint. */
const HeadsetPage = lazy(async () => {
  const { HeadsetPage: page } = await import('./features/headset/headset-page.tsx');
  return { default: page };
});

const PreflightPage = lazy(async () => {
  const { PreflightPage: page } = await import('./features/preflight/preflight-page.tsx');
  return { default: page };
});

/** The window of an operator: a bar that never moves, three columns in a fixed order, a strip of tools. */
export function Workspace({ isLost }: { readonly isLost: boolean }): ReactElement {
  const { state, view } = useDesk();
  const call = useFocusCall();
  useKeyboard();
  useTakeBack();
  useDialOffer();
  useGiveWay();
  return (
    <div className={css.workspace}>
      <TopBar />
      {isLost && <LostBanner />}
      {state.calls.length > 1 && <CallTabs />}
      {view.page === 'settings' && <SettingsPage />}
      {view.page === 'headset' && (
        <Suspense fallback={<main className={css.page} />}>
          <HeadsetPage />
        </Suspense>
      )}
      {view.page === 'preflight' && (
        <Suspense fallback={<main className={css.page} />}>
          <PreflightPage />
        </Suspense>
      )}
      {view.page === 'work' && (
        <main className={css.columns}>
          <CustomerColumn />
          <ScriptColumn />
          <NotesColumn key={call?.id ?? ''} />
        </main>
      )}
      <Notices />
      <ExchangeStrip />
      <ToolStrip />
      <Announcer />
      {view.isHelpOpen && <HelpOverlay />}
    </div>
  );
}
