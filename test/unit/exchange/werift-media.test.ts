import { afterEach, expect, test, vi } from 'vitest';
import type { CallMedia } from '../../../electron/exchange/media/call-media.ts';
import { openWeriftMedia } from '../../../electron/exchange/media/werift-media.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';

const ports = { nextFrame: () => undefined, onTick: () => undefined, onFailed: () => undefined };
const open = (): CallMedia => openWeriftMedia(systemClock, ports);

const openSockets = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;
const untilAllClosed = () => vi.waitFor(() => expect(openSockets()).toBe(0));

afterEach(untilAllClosed);

test('closed before its offer is ready, it leaves no socket', async () => {
  const media = open();
  const offer = media.createOffer();
  media.close();
  await offer;
});

test('closed before its answer is ready, it leaves no socket', async () => {
  const far = open();
  const offer = await far.createOffer();
  const media = open();
  const answer = media.answerOffer(offer ?? '');
  media.close();
  await answer;
  far.close();
});

test('closed while it answers a restart of ICE, it leaves no socket', async () => {
  const [far, media, again] = [open(), open(), open()];
  const offer = (await far.createOffer()) ?? '';
  const answer = await media.answerOffer(offer);
  await far.acceptAnswer(answer ?? '');
  // Another ufrag and password in the same session is a restart (RFC 8445 section 9).
  const restart = (await again.createOffer()) ?? '';
  const answered = media.answerOffer(restart);
  media.close();
  await answered;
  far.close();
  again.close();
});

test('closed while it takes an answer, it leaves no socket', async () => {
  const [far, media] = [open(), open()];
  const answer = await media.answerOffer((await far.createOffer()) ?? '');
  const accepted = far.acceptAnswer(answer ?? '');
  far.close();
  media.close();
  await accepted;
});

test('closed already, it describes nothing any more', async () => {
  const media = open();
  const offer = await media.createOffer();
  media.close();
  expect(await media.createOffer()).toBeUndefined();
  expect(await media.answerOffer(offer ?? '')).toBeUndefined();
  expect(await media.acceptAnswer(offer ?? '')).toBe(false);
});
