import { afterEach, expect, it } from 'vitest';
import { openSession, pressHeadset, ring, untilReady, type Session } from '../support/desk-driver.ts';
import { english } from '../support/english.ts';
import { builtInLabel, headsetLabel, installPluggableDevices } from '../support/pluggable-devices.ts';

let session: Session;
afterEach(() => session.stop());

async function openSound(): Promise<void> {
  session = await openSession({ pages: { phoneScript: installPluggableDevices } });
  await untilReady(session);
  // The keys are there with the first state.
  await session.desk.getByText(/Line ready/u).waitFor();
  await session.desk.keyboard.press('Control+d');
  await session.desk.getByText(english('sound.echoCancellation'), { exact: true }).waitFor();
}

const playedOn = (): Promise<string | undefined> =>
  session.phone.evaluate(() => globalThis.pluggable.playedOn().at(-1));
const openMicrophones = (): Promise<number> => session.phone.evaluate(() => globalThis.pluggable.open());

async function choose(role: 'microphone' | 'speaker' | 'ringer', label: string): Promise<void> {
  await session.desk.getByRole('button', { name: english(`sound.${role}`) }).click();
  await session.desk.getByRole('option', { name: label, exact: true }).click();
}

it('the meter shows the microphone while the page is open, and only then it is open', async () => {
  await openSound();
  const { desk } = session;
  const level = desk.getByRole('meter', { name: english('sound.level') });
  // The beep of the fake microphone, once a second.
  await expect
    .poll(() => level.evaluate((bar: HTMLMeterElement) => bar.value), { timeout: 10_000 })
    .toBeGreaterThan(-45);
  expect(await openMicrophones()).toBeGreaterThan(0);
  await desk.keyboard.press('Control+d');
  await expect.poll(openMicrophones).toBe(0);
});

it('voice and ring are heard on the devices chosen for them, and a call rings on the loudspeaker', async () => {
  await openSound();
  const { app, desk, phone } = session;
  await choose('ringer', builtInLabel);
  await choose('speaker', headsetLabel);
  await desk
    .getByText(new RegExp(`In use: \\S*${builtInLabel}`, 'u'))
    .first()
    .waitFor();
  await desk.getByRole('button', { name: english('sound.playRing') }).click();
  await expect.poll(playedOn).toBe(builtInLabel);
  await desk.getByRole('button', { name: english('sound.playVoice') }).click();
  await expect.poll(playedOn).toBe(headsetLabel);
  await ring(session);
  await expect.poll(playedOn).toBe(builtInLabel);
  await pressHeadset(app, 'hook');
  await app.until('talking', ({ calls }) => calls.some(({ state }) => state === 'active'));
  await expect.poll(() => phone.evaluate(() => globalThis.pluggable.speaker())).toBe(headsetLabel);
  await pressHeadset(app, 'hook');
  await app.until('ended', ({ operator }) => operator.state === 'wrap-up');

  const listed = await app.ctl.request('sound/list', null);
  expect(listed).toMatchObject({
    ok: true,
    value: {
      devices: { permission: 'granted', microphones: [headsetLabel, builtInLabel] },
      chosen: { microphone: null, speaker: headsetLabel, ringer: builtInLabel },
    },
  });
  expect(await app.ctl.request('sound/choose', { role: 'ringer', label: 'Gramophone' })).toMatchObject({
    ok: false,
    error: { code: 'media.no-such-device' },
  });
});

it('a device that goes leaves the list and comes back, chosen as before', async () => {
  await openSound();
  const { desk, phone } = session;
  await choose('microphone', headsetLabel);
  await phone.evaluate((label) => globalThis.pluggable.unplug(label), headsetLabel);
  await desk.getByText(english('sound.missing').replace('{{device}}', headsetLabel)).first().waitFor();
  await desk
    .getByText(new RegExp(`In use: \\S*${builtInLabel}`, 'u'))
    .first()
    .waitFor();
  await phone.evaluate((label) => globalThis.pluggable.plug(label), headsetLabel);
  await desk
    .getByText(english('sound.missing').replace('{{device}}', headsetLabel))
    .first()
    .waitFor({ state: 'detached' });
});

it('the echo test calls and the operator hears himself', async () => {
  await openSound();
  const { app, desk } = session;
  await desk.getByRole('button', { name: english('sound.echo') }).click();
  const { calls } = await app.until('talking', ({ operator }) => operator.state === 'talking');
  expect(calls).toMatchObject([{ direction: 'outgoing', remote: { number: '600' } }]);
  await app.until('sound', ({ calls: now }) => now.some(({ state }) => state === 'active'));
  const heard = async (): Promise<number> => {
    const stats = await app.ctl.request('call/stats', {});
    return stats.ok ? stats.value.energyReceived : 0;
  };
  await expect.poll(heard, { timeout: 20_000 }).toBeGreaterThan(1e-4);
});
