import { expect, test, vi } from 'vitest';
import type { Dialog } from '../../../electron/common/call/dialog.ts';
import { createLostDialogs } from '../../../electron/hub/line/lost-dialogs.ts';

const dialog = (callId: string): Dialog => ({
  callId,
  localTag: 'ours',
  remoteTag: 'theirs',
  localUri: 'sip:101@pbx.invalid',
  remoteUri: 'sip:+4930123456@pbx.invalid',
  target: 'sip:far@far.invalid',
  routes: [],
  sequence: 1,
});

test('what ended in time needs no goodbye, what was lost gets one as soon as the line is back', async () => {
  const dialogs = createLostDialogs();
  dialogs.note('a', dialog('first'));
  dialogs.note('a', dialog('agreed anew'));
  dialogs.note('b', dialog('ended'));
  dialogs.ended('b');
  const say = vi.fn(() => Promise.resolve(true));
  await dialogs.settle(say);
  expect(say, 'its page is still there').not.toHaveBeenCalled();
  dialogs.lose();
  await dialogs.settle(say);
  await dialogs.settle(say);
  expect(say.mock.calls).toEqual([[dialog('agreed anew')]]);
});

test('what could not be told is told the next time, and not twice at once', async () => {
  const dialogs = createLostDialogs();
  dialogs.note('a', dialog('a'));
  dialogs.lose();
  const first = Promise.withResolvers<boolean>();
  const settled = dialogs.settle(() => first.promise);
  const say = vi.fn(() => Promise.resolve(true));
  await dialogs.settle(say);
  expect(say).not.toHaveBeenCalled();
  first.resolve(false);
  await settled;
  await dialogs.settle(say);
  expect(say).toHaveBeenCalledOnce();
});

test('another account cannot speak for the calls of this one', async () => {
  const dialogs = createLostDialogs();
  dialogs.note('a', dialog('a'));
  dialogs.lose();
  dialogs.forget();
  const say = vi.fn(() => Promise.resolve(true));
  await dialogs.settle(say);
  expect(say).not.toHaveBeenCalled();
});
