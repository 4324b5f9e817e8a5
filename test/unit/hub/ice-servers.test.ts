import { expect, it } from 'vitest';
import { sipSettingsSchema } from '../../../electron/common/contract/settings.ts';
import { iceServersOf, needsTurnCredential } from '../../../electron/hub/base/ice-servers.ts';

const stun = { urls: 'stun:relay.example' };
const turn = { urls: 'turns:relay.example:443?transport=tcp', username: '101' };

it('a relay that asks for a name gets the credential, a STUN server nothing', () => {
  expect(iceServersOf({ iceServers: [stun, turn] }, 'sesame')).toEqual([
    stun,
    { ...turn, credential: 'sesame' },
  ]);
  expect(iceServersOf({ iceServers: [stun, turn] }, null)).toEqual([stun, turn]);
  expect(iceServersOf({}, 'sesame')).toEqual([]);
});

it('a credential is wanted for relays alone', () => {
  expect(needsTurnCredential({ iceServers: [stun, turn] })).toBe(true);
  expect(needsTurnCredential({ iceServers: [stun] })).toBe(false);
  expect(needsTurnCredential({})).toBe(false);
  expect(needsTurnCredential(null)).toBe(false);
});

it.each(['http://relay.example', 'relay.example', 'turn:', 'turn:a b'])('%j is no relay', (urls) => {
  const sip = { servers: ['wss://a/ws'], domain: 'a', user: '1', iceServers: [{ urls }] };
  expect(sipSettingsSchema.safeParse(sip).success).toBe(false);
});
