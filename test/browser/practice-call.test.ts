import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerByHeadset,
  noteField,
  openSession,
  pressHeadset,
  ring,
  untilCustomer,
  untilLights,
  untilReady,
  untilStats,
  type Session,
} from '../support/desk-driver.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterAll(() => session.stop());

/** What a customer hears of the fake microphone's beep, and of silence, as root mean square. */
const heard = 0.005;
const silent = 0.001;

describe('a practice call on a fresh profile', () => {
  let id = '';
  let caller: { number: string; name?: string | undefined } = { number: '' };

  it('is not needed for the headset: its hook lifted opens the dialler, and nothing is dialled', async () => {
    const { app, desk } = session;
    // The first report after attach is a baseline and no press (R6); mute means nothing without a call (R17).
    await pressHeadset(app, 'mute');
    await pressHeadset(app, 'hook');
    await desk.getByRole('textbox', { name: 'Number' }).waitFor();
    expect((await app.state()).calls).toEqual([]);
    await desk.keyboard.press('Escape');
  });

  it('rings on the desk with card and greeting before it is answered', async () => {
    const { app, desk } = session;
    id = await ring(session);
    const { calls } = await app.until('a customer is found', (state) => state.operator.state === 'ringing');
    caller = calls.find((call) => call.id === id)?.remote ?? caller;
    await desk.getByText('Say when you answer').waitFor();
    await desk.getByRole('heading', { name: /./u }).first().waitFor();
    expect(await desk.locator('header, [role="banner"], main').first().innerText()).toContain(caller.name);
    expect(await desk.title()).toContain('Ringing');
  });

  it('is answered by the bytes of the headset, and both hear each other', async () => {
    const { app, desk } = session;
    await pressHeadset(app, 'hook');
    await app.until('active', ({ calls }) => calls.some((call) => call.id === id && call.state === 'active'));
    await untilLights(app, (lights) => lights.offHook && !lights.ring);
    await untilStats(
      app,
      'sound both ways',
      (now, before) =>
        now.packetsSent > before.packetsSent &&
        now.packetsReceived > before.packetsReceived &&
        now.energySent > before.energySent &&
        now.energyReceived - before.energyReceived > 1e-4,
    );
    await untilCustomer(app, 'the customer hears the operator', ({ levelHeard }) => levelHeard > heard);
    await expect.poll(() => noteField(desk).evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it('keeps what is typed, saved at every pause', async () => {
    const { desk } = session;
    await desk.keyboard.type('Meter 4711 stands still');
    await desk.getByText('Saved').waitFor();
  });

  it('is muted by the headset and unmuted by a key, and all sides agree', async () => {
    const { app, desk } = session;
    await pressHeadset(app, 'mute');
    await app.until('muted', (state) => state.muted);
    await untilLights(app, (lights) => lights.mute);
    await untilCustomer(app, 'silence', ({ levelHeard }) => levelHeard < silent);
    await desk.getByRole('button', { name: 'Unmute' }).waitFor();
    await desk.keyboard.press('F4');
    await app.until('unmuted', (state) => !state.muted);
    await untilLights(app, (lights) => !lights.mute);
    await untilCustomer(app, 'the operator again', ({ levelHeard }) => levelHeard > heard);
  });

  it('is held by a key, sends nothing meanwhile, and is resumed by the headset', async () => {
    const { app, desk } = session;
    await desk.keyboard.press('F6');
    await app.until('held', (state) => state.operator.state === 'held');
    await untilLights(app, (lights) => lights.hold);
    await untilCustomer(app, 'nothing is heard', ({ levelHeard }) => levelHeard < silent);
    await pressHeadset(app, 'flash');
    await app.until('talking again', (state) => state.operator.state === 'talking');
    await untilLights(app, (lights) => !lights.hold && lights.offHook);
    await untilStats(app, 'sound again', (now, before) => now.packetsReceived > before.packetsReceived);
  });

  it('is ended by the headset; one key gives the outcome, one more makes ready', async () => {
    const { app, desk } = session;
    await pressHeadset(app, 'hook');
    const { calls } = await app.until('wrap-up', (state) => state.operator.state === 'wrap-up');
    expect(calls.find((call) => call.id === id)?.endedBy).toBe('operator');
    await untilLights(app, (lights) => !lights.offHook && !lights.ring && !lights.mute && !lights.hold);
    await desk.keyboard.press('Alt+b');
    await desk.keyboard.press('F9');
    await app.until('ready', (state) => state.operator.state === 'ready' && state.calls.length === 0);
  });

  it('is on record with its note, outcome and who ended it', async () => {
    const { app } = session;
    await app.ctl.request('customer/search', { text: 'а' });
    const db = new DatabaseSync(join(app.profile, 'offhook.db'), { readOnly: true });
    const row = db.prepare('SELECT * FROM calls WHERE id = ?').get(id);
    db.close();
    expect(JSON.stringify(row)).toContain('Meter 4711 stands still');
    expect(JSON.stringify(row)).toContain('bill-explained');
    expect(row).toMatchObject({ direction: 'incoming' });
  });

  it('leaves no telephone number, name or note in the log', async () => {
    const log = await readFile(join(session.app.profile, 'logs', 'offhook.log'), 'utf8');
    expect(caller.number).toMatch(/^\+\d{9,}$/u);
    expect(log).not.toContain(caller.number.slice(-9));
    expect(log).not.toContain(caller.name);
    expect(log).not.toContain('Meter 4711');
  });

  it('is followed by the next one, unmuted', async () => {
    const { app, desk } = session;
    const next = await answerByHeadset(session);
    expect(next).not.toBe(id);
    expect((await app.state()).muted).toBe(false);
    expect(await noteField(desk).inputValue()).toBe('');
    await pressHeadset(app, 'hook');
    await app.until('wrap-up', (state) => state.operator.state === 'wrap-up');
    await app.ctl.request('operator/ready', null);
  });

  it('that is withheld has a card of its own', async () => {
    const { app, desk } = session;
    const hidden = await ring(session, 'anonymous');
    const { calls } = await app.state();
    expect(calls.find((call) => call.id === hidden)?.remote.number).toBe('');
    await desk.getByText('Ask for the account number and search for it.').waitFor();
    await pressHeadset(app, 'reject');
    await app.until('gone', ({ operator }) => operator.state === 'ready');
  });
});
