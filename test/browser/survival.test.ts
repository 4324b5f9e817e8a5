import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerByHeadset,
  noteField,
  openSession,
  pressHeadset,
  untilCustomer,
  untilLights,
  untilReady,
  untilStats,
  type Session,
} from '../support/desk-driver.ts';

let session: Session;
beforeEach(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterEach(() => session.stop());

const soundGoesOn = () =>
  untilStats(
    session.app,
    'sound both ways',
    (now, before) => now.packetsReceived > before.packetsReceived && now.packetsSent > before.packetsSent,
  );

function readRecord(id: string): unknown {
  const db = new DatabaseSync(join(session.app.profile, 'offhook.db'), { readOnly: true });
  const row = db.prepare('SELECT * FROM calls WHERE id = ?').get(id);
  db.close();
  return row;
}

async function killHost(name: string): Promise<void> {
  const log = await readFile(join(session.app.profile, 'logs', 'offhook.log'), 'utf8');
  const line = log
    .split('\n')
    .findLast((each) => each.includes('"host.started"') && each.includes(`"${name}"`));
  process.kill(Number(/"pid":(\d+)/u.exec(line ?? '')?.[1]), 'SIGKILL');
}

describe('in the middle of a call', () => {
  it('the desk is reloaded: the call goes on and everything is on the screen again', async () => {
    const { app, desk } = session;
    const id = await answerByHeadset(session);
    await noteField(desk).fill('called about the last bill');
    await desk.reload();
    await expect.poll(() => noteField(desk).inputValue()).toBe('called about the last bill');
    await soundGoesOn();
    expect((await app.state()).calls).toMatchObject([{ id, state: 'active' }]);
    await desk.keyboard.press('F2');
    await app.until('ended by a key', (state) => state.operator.state === 'wrap-up');
  });

  it('the desk is killed: the headset still ends the call, and a new desk shows it', async () => {
    const { app, desk, browser } = session;
    await answerByHeadset(session);
    await noteField(desk).fill('half a sent');
    // Another origin, another renderer: only the desk dies.
    const crashed = new Promise<void>((done) => desk.once('crash', () => done()));
    void desk.goto('chrome://crash').catch(() => undefined);
    await crashed;
    await soundGoesOn();
    const again = await browser.contexts()[0]?.newPage();
    await again?.goto(app.deskAddress);
    if (again === undefined) throw new Error('no context');
    await expect.poll(() => noteField(again).inputValue()).toBe('half a sent');
    await pressHeadset(app, 'hook');
    await app.until('ended', (state) => state.operator.state === 'wrap-up');
  });

  it('hid-host is killed: the call goes on, the headset is back within a second with its lights right', async () => {
    const { app } = session;
    await answerByHeadset(session);
    const killedAt = Date.now();
    await killHost('hid-host');
    await app.until('headset lost', (state) => state.headset.state === 'failed');
    await app.until('headset back', (state) => state.headset.state === 'ready');
    expect(Date.now() - killedAt).toBeLessThan(1_000);
    await untilLights(app, (lights) => lights.offHook && !lights.ring);
    await soundGoesOn();
  });

  it('store-host is killed: the call goes on, what was typed meanwhile is on record', async () => {
    const { app, desk } = session;
    const id = await answerByHeadset(session);
    await killHost('store-host');
    const isDown = ({ notices }: { notices: readonly { code: string }[] }) =>
      notices.some(({ code }) => code === 'store.unavailable');
    await app.until('told', isDown);
    await noteField(desk).fill('typed while the store was away');
    await app.until('back', (state) => !isDown(state));
    await soundGoesOn();
    await pressHeadset(app, 'hook');
    await app.until('wrap-up', (state) => state.operator.state === 'wrap-up');
    await expect.poll(() => JSON.stringify(readRecord(id))).toContain('typed while the store was away');
  });

  it('[78] the phone page is reloaded: the desk offers the talk, and Enter goes on with it', async () => {
    const { app, desk, phone } = session;
    const id = await answerByHeadset(session);
    await noteField(desk).fill('called about the last');
    await phone.reload();
    const panel = desk.getByRole('dialog', { name: 'The call was cut off' });
    await panel.getByRole('button', { name: /^Go on with the call/u }).waitFor();
    await desk.keyboard.press('Enter');
    const { calls } = await app.until('back', (state) => state.calls[0]?.state === 'active');
    expect(calls).toMatchObject([{ id, state: 'active' }]);
    await panel.waitFor({ state: 'detached' });
    await soundGoesOn();
    await untilCustomer(app, 'the operator is heard', ({ levelHeard }) => levelHeard > 0.005);
    expect(await noteField(desk).inputValue()).toBe('called about the last');
    await desk.keyboard.press('F2');
    await app.until('ended by a key', (state) => state.operator.state === 'wrap-up');
    await expect.poll(() => readRecord(id)).toMatchObject({ ended_by: 'operator' });
  });

  it('the phone page is reloaded: the call is lost, that is said plainly, and the line is back', async () => {
    const { app, phone } = session;
    const id = await answerByHeadset(session);
    await phone.reload();
    const { calls } = await app.until('told', (state) => state.operator.state === 'wrap-up');
    expect(calls).toMatchObject([{ id, state: 'ended', endedBy: 'program', reason: 'phone.unavailable' }]);
    await app.until('registered again', (state) => state.registration.state === 'registered');
    await app.ctl.request('operator/ready', null);
    await answerByHeadset(session);
    await untilCustomer(app, 'the operator is heard', ({ levelHeard }) => levelHeard > 0.005);
  });
});
