import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildDesk, openDeskPreview, type DeskPreview } from '../support/desk-preview.ts';
import { deskViews } from '../support/desk-states.ts';

const lost = deskViews['cut-off'];
const over = { ...lost, takeBack: null };

let built: string;
let desk: DeskPreview;

beforeAll(async () => {
  built = await buildDesk();
}, 120_000);
afterAll(() => rm(built, { recursive: true, force: true }));
beforeEach(async () => {
  desk = await openDeskPreview(over, { built });
  await desk.page.locator('#desk-note').focus();
  await desk.publish(lost);
});
afterEach(async () => {
  const { complaints } = desk;
  await desk.close();
  expect(complaints).toEqual([]);
});

const panel = () => desk.page.getByRole('dialog', { name: 'The call was cut off' });
const press = async (key: string): Promise<void> => {
  await desk.page.keyboard.press(key);
  await desk.page.clock.runFor(100);
};
const wishes = async () =>
  (await desk.sent()).filter(({ command }) => command.startsWith('call/') && command !== 'call/report');
const taken = { command: 'call/take-back', input: { id: lost.takeBack?.callId } };

it.each(['Enter', 'F2'])(
  '[78] the offer to go on with a call that was cut off is taken with %s',
  async (key) => {
    await panel().waitFor();
    await press(key);
    expect(await wishes()).toEqual([taken]);
  },
);

it('[78] it is taken or turned down with the mouse, and shows how long it stands', async () => {
  // The time of the hub's state, shown at the next tick of the page however long it took to open.
  await desk.page.clock.setFixedTime(lost.now);
  await panel().getByText('0:18 left').waitFor();
  await panel().getByRole('button', { name: 'Let the call go' }).click();
  await panel().getByRole('button', { name: 'Go on with the call' }).click();
  expect(await wishes()).toEqual([{ ...taken, command: 'call/let-go' }, taken]);
});

it('[78] the panel leaves with the offer and gives the focus back; closed before, the key still takes it', async () => {
  await panel().waitFor();
  await desk.publish(over);
  await panel().waitFor({ state: 'detached' });
  expect(await desk.page.evaluate(() => document.activeElement?.id)).toBe('desk-note');
  await desk.publish(lost);
  await panel().waitFor();
  await press('Escape');
  await panel().waitFor({ state: 'detached' });
  await press('F2');
  expect(await wishes()).toEqual([taken]);
});

it('[78] when the way back has failed the number is offered to be called', async () => {
  await panel().waitFor();
  const number = '+380501112233';
  await desk.publish({ ...over, dialOffer: { number, at: over.now, reason: 'cut-off' } });
  const dialler = desk.page.getByRole('dialog', { name: 'Dial a number' });
  await dialler.waitFor();
  expect(await dialler.getByRole('textbox').inputValue()).toBe(number);
});
