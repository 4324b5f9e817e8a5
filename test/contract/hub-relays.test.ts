import { afterEach, expect, test } from 'vitest';
import { startHub, type HubBed } from '../support/hub-bed.ts';
import { sendInvite } from '../support/sip/scripted-dialog.ts';

let bed: HubBed | undefined;
afterEach(async () => {
  await bed?.stop();
  bed = undefined;
});

test('what the settings page saves of the line leaves the relays of the administrator alone', async () => {
  const iceServers = [{ urls: 'turn:relay.example', username: '101' }];
  bed = await startHub({}, { iceServers, turnCredential: 'sesame' });
  const before = await bed.desk.request('settings/read', null);
  if (!before.ok || before.value.settings.sip === null) throw new Error('no settings');
  expect(before.value.settings.sip.iceServers).toEqual(iceServers);
  expect(JSON.stringify(before.value)).not.toContain('sesame');
  const { servers, domain, user } = before.value.settings.sip;
  const typed = { servers, domain, user };
  expect(await bed.desk.request('settings/save', { practice: false, sip: typed })).toEqual({
    ok: true,
    value: null,
  });
  const after = await bed.desk.request('settings/read', null);
  expect(after.ok ? after.value.settings.sip : null).toEqual({ ...typed, iceServers });
});

test('the phone is given the relays with their credential', async () => {
  bed = await startHub(
    {},
    { iceServers: [{ urls: 'turn:relay.example', username: '101' }], turnCredential: 'sesame' },
  );
  sendInvite(bed.peer, 'sip:offhook4711@offhook4711.invalid;transport=ws');
  await bed.peer.next(180);
  expect(bed.media.iceServers).toEqual([
    { urls: 'turn:relay.example', username: '101', credential: 'sesame' },
  ]);
});
