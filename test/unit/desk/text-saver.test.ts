import { describe, expect, it, vi } from 'vitest';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import { createDraftStore } from '../../../renderer/desk/features/notes/draft-store.ts';
import { createTextSaver } from '../../../renderer/desk/features/notes/text-saver.ts';
import { createManualClock } from './manual-clock.ts';

/** The part of the Web Storage API that the drafts use, in memory. */
function createStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (name) => items.get(name) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (name) => void items.delete(name),
    setItem: (name, value) => void items.set(name, value),
  };
}

function setUp(answer: (text: string) => Promise<Result<null>> = () => Promise.resolve(ok(null))) {
  const clock = createManualClock();
  const storage = createStorage();
  const saved: [string, string][] = [];
  const save = vi.fn((key: string, text: string) => {
    saved.push([key, text]);
    return answer(text);
  });
  const open = () => createTextSaver({ clock, drafts: createDraftStore(storage), save });
  return { clock, storage, saved, open, notes: open() };
}

describe('saving what is typed', () => {
  it('sends once after a pause of 300 ms, not at every keystroke', async () => {
    const { clock, notes, saved } = setUp();
    for (const text of ['М', 'Ме', 'Мет']) {
      notes.edit('call-1', text);
      await clock.pass(100);
    }
    expect(saved).toEqual([]);
    await clock.pass(199);
    expect(saved).toEqual([]);
    await clock.pass(1);
    expect(saved).toEqual([['call-1', 'Мет']]);
    expect(notes.statusOf('call-1')).toBe('saved');
  });

  it('sends at once when the field is left', async () => {
    const { clock, notes, saved } = setUp();
    notes.edit('call-1', 'abc');
    notes.flush('call-1');
    await clock.pass(1_000);
    expect(saved).toEqual([['call-1', 'abc']]);
  });

  it('does not send again what the hub has', async () => {
    const { clock, notes, saved } = setUp();
    notes.edit('call-1', 'abc');
    await clock.pass(300);
    notes.flush();
    await clock.pass(300);
    expect(saved).toHaveLength(1);
  });

  it('shows what was typed rather than an older text the hub publishes, for each call its own', async () => {
    const { clock, notes } = setUp();
    expect(notes.textOf('call-1', 'from the hub')).toBe('from the hub');
    notes.edit('call-1', 'typed');
    expect(notes.textOf('call-1', 'from the hub')).toBe('typed');
    await clock.pass(300);
    expect(notes.textOf('call-1', 'from the hub')).toBe('typed');
    expect(notes.textOf('call-2', 'another')).toBe('another');
  });

  it('never lets an old text arrive after a new one', async () => {
    const waiting: ((result: Result<null>) => void)[] = [];
    const { clock, notes, saved } = setUp(() => new Promise((resolve) => waiting.push(resolve)));
    notes.edit('call-1', 'one');
    await clock.pass(300);
    notes.edit('call-1', 'one two');
    await clock.pass(300);
    // The first is still under way, so the second waits for it.
    expect(saved.map(([, text]) => text)).toEqual(['one']);
    waiting.shift()?.(ok(null));
    await clock.pass(0);
    expect(saved.map(([, text]) => text)).toEqual(['one', 'one two']);
    expect(notes.statusOf('call-1')).toBe('saving');
    waiting.shift()?.(ok(null));
    await clock.pass(0);
    expect(notes.statusOf('call-1')).toBe('saved');
  });

  it('tries again until the hub takes the text, and says meanwhile that it is not saved', async () => {
    let isDown = true;
    const { clock, notes, saved } = setUp(() =>
      Promise.resolve(isDown ? fail(appError('contract.timeout')) : ok(null)),
    );
    notes.edit('call-1', 'kept');
    await clock.pass(300);
    expect(notes.statusOf('call-1')).toBe('failed');
    isDown = false;
    await clock.pass(2_000);
    expect(saved).toHaveLength(2);
    expect(notes.statusOf('call-1')).toBe('saved');
  });

  it('tells its listeners of every change', async () => {
    const { clock, notes } = setUp();
    const listener = vi.fn();
    const stop = notes.subscribe(listener);
    const before = notes.getVersion();
    notes.edit('call-1', 'a');
    expect(listener).toHaveBeenCalledTimes(1);
    await clock.pass(300);
    expect(listener).toHaveBeenCalledTimes(2);
    expect(notes.getVersion()).toBeGreaterThan(before);
    stop();
    notes.edit('call-1', 'ab');
    expect(listener).toHaveBeenCalledTimes(2);
  });
});

describe('a page that dies while text is typed', () => {
  it('finds the text again after its reload and sends it', async () => {
    const first = setUp();
    first.notes.edit('call-1', 'typed 10 ms before the crash');
    const again = createTextSaver({
      clock: first.clock,
      drafts: createDraftStore(first.storage),
      save: (key, text) => {
        first.saved.push([key, text]);
        return Promise.resolve(ok(null));
      },
    });
    expect(again.textOf('call-1', '')).toBe('typed 10 ms before the crash');
    await first.clock.pass(0);
    expect(first.saved).toEqual([['call-1', 'typed 10 ms before the crash']]);
    expect(first.storage.length).toBe(0);
  });

  it('keeps no draft of what the hub has', async () => {
    const { clock, notes, storage } = setUp();
    notes.edit('call-1', 'abc');
    expect(storage.length).toBe(1);
    await clock.pass(300);
    expect(storage.length).toBe(0);
  });

  it('keeps the draft of a call the hub does not know, without asking again and again', async () => {
    const { clock, notes, storage, saved } = setUp(() => Promise.resolve(fail(appError('call.not-found'))));
    notes.edit('gone', 'abc');
    await clock.pass(60_000);
    expect(saved).toHaveLength(1);
    expect(storage.length).toBe(1);
  });

  it('drops drafts older than a day and what is not a draft', async () => {
    const { clock, storage, open, saved } = setUp(() => Promise.resolve(fail(appError('call.not-found'))));
    storage.setItem('offhook.draft.broken', '{"text":');
    storage.setItem('offhook.draft.old', JSON.stringify({ text: 'x', at: clock.now() - 25 * 3_600_000 }));
    storage.setItem('offhook.draft.new', JSON.stringify({ text: 'y', at: clock.now() - 3_600_000 }));
    storage.setItem('something else', 'stays');
    open();
    await clock.pass(0);
    expect(saved).toEqual([['new', 'y']]);
    expect(storage.getItem('something else')).toBe('stays');
    expect(storage.length).toBe(2);
  });

  it('goes on writing when the storage is full', async () => {
    const { clock, storage, notes, saved } = setUp();
    vi.spyOn(storage, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    notes.edit('call-1', 'abc');
    await clock.pass(300);
    expect(saved).toEqual([['call-1', 'abc']]);
  });
});
