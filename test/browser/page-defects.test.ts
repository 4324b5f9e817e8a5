import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSession, untilReady, type Session } from '../support/desk-driver.ts';

let session: Session;
beforeEach(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterEach(() => session.stop());

const leaveRejection = (): void => {
  void Promise.reject(new Error('left alone'));
};

describe('a rejection that nobody handles', () => {
  it('in the desk is told to the operator', async () => {
    const { desk } = session;
    await desk.evaluate(leaveRejection);
    await desk.getByText('An error occurred inside the program.').waitFor();
    expect(session.takeDefects()).toEqual([expect.stringContaining('left alone')]);
  });

  it('in the phone page too', async () => {
    const { app, desk, phone } = session;
    await phone.evaluate(leaveRejection);
    await app.until('told', ({ notices }) => notices.some(({ code }) => code === 'internal'));
    await desk.getByText('An error occurred inside the program.').waitFor();
    expect(session.takeDefects()).toEqual([expect.stringContaining('left alone')]);
  });
});
