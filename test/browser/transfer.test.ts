import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransferState } from '../../electron/common/call/call-transfer.ts';
import {
  answerByHeadset,
  noteField,
  openSession,
  untilCustomer,
  untilReady,
  type Session,
} from '../support/desk-driver.ts';

let session: Session;
let id = '';

beforeAll(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterAll(() => session.stop());

/** The panel opens by its key; the number is typed and sent away without asking. */
async function handOverTo(number: string): Promise<void> {
  const { desk } = session;
  await desk.getByRole('button', { name: 'F7 Transfer', disabled: false }).waitFor();
  await desk.keyboard.press('F7');
  await desk.getByRole('textbox', { name: 'To which number' }).fill(number);
  await desk.getByRole('button', { name: 'Transfer now' }).click();
}

const numberField = () => session.desk.getByRole('textbox', { name: 'To which number' });

const untilTransfer = (wanted: TransferState, state: 'active' | 'held' | 'ended') =>
  session.app.until(`transfer ${wanted}`, ({ calls }) =>
    calls.some((call) => call.id === id && call.transfer?.state === wanted && call.state === state),
  );

const heard = 0.005;

describe('a customer handed over without asking', () => {
  it('[63] is back with the operator when the target is busy, and the desk says so', async () => {
    const { app, desk } = session;
    id = await answerByHeadset(session);
    await handOverTo('810');
    await untilTransfer('refused', 'active');
    await desk.getByRole('banner').getByText('you have the customer again').waitFor();
    await untilCustomer(app, 'the operator', ({ levelHeard }) => levelHeard > heard);
  });

  it('leaves the number that was typed, selected, so that it can be corrected and sent again', async () => {
    const { desk } = session;
    await numberField().and(desk.locator(':focus')).waitFor();
    expect(await numberField().inputValue()).toBe('810');
    const selected = await numberField().evaluate(
      (input) => input instanceof HTMLInputElement && [input.selectionStart, input.selectionEnd],
    );
    expect(selected).toEqual([0, 3]);
  });

  it('is taken back by the key of the hold while the colleague’s telephone rings', async () => {
    const { app, desk } = session;
    await desk.keyboard.press('Escape');
    await handOverTo('105');
    await untilTransfer('ringing', 'held');
    await desk.getByRole('button', { name: 'Take the customer back' }).waitFor();
    await noteField(desk).pressSequentially('rings');
    await desk.keyboard.press('F6');
    await untilTransfer('taken-back', 'active');
    // The panel goes, and what is being written stays where it is written.
    await desk.getByRole('dialog', { name: 'Transfer' }).waitFor({ state: 'hidden' });
    await desk.keyboard.type(' long');
    expect(await noteField(desk).inputValue()).toBe('rings long');
    const calls = await app.ctl.request('practice/calls', null);
    const customer = calls.ok ? calls.value.find(({ state }) => state === 'talking') : undefined;
    expect(customer?.number).not.toBe('105');
  });

  it('[62] is held while it rings there, then handed over, and our leg ends', async () => {
    const { app, desk } = session;
    await desk.keyboard.press('Escape');
    await handOverTo('105');
    await untilTransfer('ringing', 'held');
    await untilTransfer('handed-over', 'ended');
    await desk.getByRole('banner').getByText('Handed over to').waitFor();
    const { calls } = await app.state();
    expect(calls.find((call) => call.id === id)?.endedBy).toBe('operator');
  });
});
