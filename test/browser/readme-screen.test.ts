import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerByHeadset, noteField, openSession, untilReady, type Session } from '../support/desk-driver.ts';
import { root } from '../support/paths.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterAll(() => session.stop());

/** The picture in the README is the product in a practice call. `OFFHOOK_SHOTS=1 npm run test:browser` renews it. */
it('the desk in a call shows customer, words and note side by side at 1366×768', async () => {
  const { app, desk } = session;
  const found = await app.ctl.request('customer/search', { text: 'george' });
  if (!found.ok) throw new Error(found.error.message);
  const caller = found.value.find((customer) => customer.language === 'en') ?? found.value[0];
  await answerByHeadset(session, caller?.phones[0]?.e164);
  await noteField(desk).fill('Last bill is higher than usual, wants to know why.');
  await desk.getByText('Saved').waitFor();
  await desk.keyboard.press('Alt+Enter');
  await desk.getByRole('button', { name: /Power cut/u }).waitFor();
  const picture = await desk.screenshot();
  // A PNG holds width and height as big-endian numbers at bytes 16 and 20.
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1366, 768]);
  const overflow = await desk.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(overflow).toBeLessThanOrEqual(0);
  if (process.env['OFFHOOK_SHOTS'] === undefined) return;
  await mkdir(join(root, 'docs/images'), { recursive: true });
  await writeFile(join(root, 'docs/images/desk.png'), picture);
});
