import './zod-setup.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { createClient } from '../../electron/common/contract/client.ts';
import { deskContract } from '../../electron/common/contract/desk-contract.ts';
import { appError } from '../../electron/common/lib/app-error.ts';
import { createTexts } from '../i18n/texts.ts';
import { App } from './app.tsx';
import { createDraftStore } from './features/notes/draft-store.ts';
import { createTextSaver } from './features/notes/text-saver.ts';
import { createFieldDrafts } from './features/script/field-drafts.ts';
import { loadWordsRenderer } from './features/script/words-renderer.ts';
import { browserClock } from './link/browser-clock.ts';
import { createDeskLink } from './link/desk-link.ts';
import { createPageWire } from './link/page-wire.ts';
import { reportDefects } from './link/report-defects.ts';
import { readLanguage } from './model/preferences.ts';

async function openDesk(): Promise<void> {
  const root = document.getElementById('desk');
  const bridge = window.offhookWire;
  if (root === null || bridge === undefined) throw new Error('The page was opened without its preload');
  const link = createDeskLink(
    createClient(deskContract, createPageWire(bridge), { clock: browserClock }),
    browserClock,
  );
  reportDefects(window, (where) => link.report(appError('internal', { where })));
  // The state is asked for while the texts load.
  link.start();
  const notes = createTextSaver({
    clock: browserClock,
    drafts: createDraftStore(localStorage),
    save: (callId, text) => link.request('note/write', { callId, text }),
  });
  window.addEventListener('pagehide', () => notes.flush());
  const texts = await createTexts(readLanguage(localStorage, navigator.languages));
  createRoot(root).render(<App link={link} notes={notes} fields={createFieldDrafts()} texts={texts} />);
  await loadWordsRenderer();
}

void openDesk();
