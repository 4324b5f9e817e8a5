import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { localeSchema, type DeskState } from '../../electron/common/contract/desk-state.ts';
import { loadAxe, violations } from '../support/axe.ts';
import { buildDesk, openDeskPreview, type DeskPreview } from '../support/desk-preview.ts';
import { deskViews } from '../support/desk-states.ts';

let built: string;
let desk: DeskPreview;

beforeAll(async () => {
  built = await buildDesk();
}, 120_000);
afterAll(async () => {
  await rm(built, { recursive: true, force: true });
});
afterEach(async () => {
  const { complaints } = desk;
  await desk.close();
  expect(complaints).toEqual([]);
});

const open = async (state: DeskState): Promise<void> => {
  desk = await openDeskPreview(state, { built });
};
const press = async (key: string): Promise<void> => {
  await desk.page.keyboard.press(key);
  await desk.page.clock.runFor(100);
};
const callCommands = async () => (await desk.sent()).filter(({ command }) => command.startsWith('call/'));

it('two calls are joined and split by one key, and connected with each other by another', async () => {
  await open(deskViews.held);
  await press('Shift+F6');
  await desk.publish(deskViews.conference);
  await press('Shift+F6');
  await press('Shift+F7');
  expect(await callCommands()).toEqual([
    { command: 'call/conference', input: null },
    { command: 'call/split', input: { id: 'call-1' } },
    { command: 'call/transfer-complete', input: null },
  ]);
});

it('in a conference the end is the end for both, and tones go to both or to the one chosen', async () => {
  await open(deskViews.conference);
  await press('F8');
  await press('5');
  await desk.page.getByRole('group', { name: 'Tones go to' }).getByRole('button', { name: 'Склад' }).click();
  await press('6');
  await press('Escape');
  await press('F2');
  expect(await callCommands()).toEqual([
    { command: 'call/dtmf', input: { tones: '5' } },
    { command: 'call/dtmf', input: { tones: '6', id: 'call-2' } },
    { command: 'call/hangup', input: {} },
  ]);
});

it('a transfer under way is told in words, aloud too, and can be taken back', async () => {
  await open(deskViews.transferring);
  const words = 'Transfer to \u2068Склад\u2069: it rings there';
  await desk.page.locator('[aria-live="polite"]').getByText(words).waitFor({ state: 'attached' });
  await press('F7');
  await desk.page.getByRole('button', { name: 'Take the customer back' }).click();
  expect(await callCommands()).toEqual([{ command: 'call/transfer-cancel', input: null }]);
});

it.each(['light', 'dark', 'contrast'] as const)(
  'their panels have nothing axe would object to in %s',
  async (theme) => {
    await open({ ...deskViews.transferring, theme });
    await loadAxe(desk.page);
    await press('F7');
    expect(await violations(desk.page, 'all')).toEqual([]);
    await desk.publish({ ...deskViews.conference, theme });
    expect(await violations(desk.page, 'all')).toEqual([]);
    await press('Escape');
    await press('F8');
    expect(await violations(desk.page, 'all')).toEqual([]);
  },
);

it.each(localeSchema.options)(
  'the words of a conference move no other control of the bar in %s',
  async (locale) => {
    await open({ ...deskViews.active, locale });
    const places = async () => {
      const buttons = await desk.page.locator('header button').all();
      const boxes = await Promise.all(buttons.slice(-6).map((button) => button.boundingBox()));
      return boxes.map((box) => [Math.round(box?.x ?? 0), Math.round(box?.width ?? 0)]);
    };
    const before = await places();
    await desk.publish({ ...deskViews.conference, locale });
    expect(await places()).toEqual(before);
  },
);
