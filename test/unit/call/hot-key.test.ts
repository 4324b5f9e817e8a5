import { describe, expect, it } from 'vitest';
import { hotKeysSchema, wishOfHotKey } from '../../../electron/common/call/hot-key.ts';
import type { Fact, Wish } from '../../../electron/common/call/call-state.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import { ok } from '../../../electron/common/lib/result.ts';
import { createCallDesk } from '../../../electron/hub/call/call-desk.ts';
import { createHotKeyDesk } from '../../../electron/hub/headset/hot-key-desk.ts';
import { createNotices } from '../../../electron/hub/base/notices.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const incoming = (id: string): Fact => ({
  type: 'incoming',
  id,
  remote: { number: '101', withheld: false },
  data: {},
});

async function stateAfter(...events: readonly (Fact | { readonly wish: Wish })[]) {
  const calls = createCallDesk(new ManualClock(), () => Promise.resolve(ok(null)));
  for (const event of events) {
    if ('wish' in event) await calls.wish(event.wish, 'desk');
    else calls.learn(event, 'line');
  }
  return calls;
}

const talk: readonly (Fact | { readonly wish: Wish })[] = [
  incoming('a'),
  { wish: { type: 'answer' } },
  { type: 'established', id: 'a' },
];

describe('a key from any program', () => {
  it('means what the buttons of the desk mean, and nothing where they can do nothing', async () => {
    const idle = (await stateAfter()).state();
    const ringing = (await stateAfter(incoming('a'))).state();
    const talking = (await stateAfter(...talk)).state();
    const held = (await stateAfter(...talk, { wish: { type: 'hold' } }, { type: 'held', id: 'a' })).state();
    const waiting = (await stateAfter(...talk, incoming('b'))).state();
    expect(
      [idle, ringing, talking, held, waiting].map((state) => wishOfHotKey('answerOrEnd', state)),
    ).toEqual([
      null,
      { type: 'answer', id: 'a' },
      { type: 'hangup' },
      { type: 'hangup' },
      { type: 'answer', id: 'b' },
    ]);
    expect([idle, ringing, talking, held].map((state) => wishOfHotKey('hold', state))).toEqual([
      null,
      null,
      { type: 'hold' },
      { type: 'resume' },
    ]);
    expect([idle, ringing, talking].map((state) => wishOfHotKey('mute', state))).toEqual([
      null,
      null,
      { type: 'mute', on: true },
    ]);
  });

  it.each(['A', 'Shift+A', '5', 'Space', 'Ctrl+', '+A', 'Ctrl+Ä', 'F5', 'Ctrl+A+B', 'ctrl+a'])(
    '%s would be taken from every text, or is none',
    (mute) => {
      expect(hotKeysSchema.safeParse({ mute }).success).toBe(false);
    },
  );

  it.each(['Control+Alt+A', 'CommandOrControl+Shift+F9', 'F13', 'Alt+Space', 'Super+1'])(
    'may be %s',
    (mute) => {
      expect(hotKeysSchema.safeParse({ mute }).success).toBe(true);
    },
  );
});

function system(wanted: Readonly<Record<string, string>>, taken: readonly string[] = []) {
  const grabbed = new Map<string, () => void>();
  let shown = 0;
  const notices = createNotices(
    () => 0,
    () => undefined,
  );
  const open = (calls: Awaited<ReturnType<typeof stateAfter>>) =>
    createHotKeyDesk(
      {
        systemKeys: {
          canGrab: true,
          grab(accelerator, onPress) {
            if (taken.includes(accelerator)) return null;
            grabbed.set(accelerator, onPress);
            return () => grabbed.delete(accelerator);
          },
        },
        pages: { showDesk: () => shown++ },
      },
      { settings: { current: () => ({ hotKeys: hotKeysSchema.parse(wanted) }) }, calls, notices },
    );
  return { grabbed, notices, open, shown: () => shown };
}

describe('the keys of the settings', () => {
  it('act while another program is in front, and are given back', async () => {
    const calls = await stateAfter(incoming('a'));
    const wishes: string[] = [];
    calls.onChange((_now, _before, cause) => wishes.push(cause));
    const { grabbed, open, shown } = system({ answerOrEnd: 'F13', show: 'F14' });
    const desk = open(calls);
    desk.apply();
    grabbed.get('F13')?.();
    await Promise.resolve();
    expect(wishes).toContain('desk hot key answerOrEnd');
    grabbed.get('F14')?.();
    expect(shown()).toBe(1);
    desk.apply();
    expect([...grabbed.keys()]).toEqual(['F13', 'F14']);
    desk.stop();
    expect(grabbed.size).toBe(0);
  });

  it('that another program has are named, until others are chosen', async () => {
    const taken = ['Control+Alt+A'];
    const { grabbed, notices, open } = system({ answerOrEnd: 'Control+Alt+A', mute: 'Control+Alt+M' }, taken);
    const desk = open(await stateAfter());
    desk.apply();
    expect(notices.list().map(({ error }) => error)).toEqual([
      appError('hot-key.taken', { keys: 'Control+Alt+A' }),
    ]);
    expect([...grabbed.keys()]).toEqual(['Control+Alt+M']);
    taken.length = 0;
    desk.apply();
    expect(notices.list()).toEqual([]);
  });
});
