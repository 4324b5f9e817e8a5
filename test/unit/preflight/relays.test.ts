import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relayTrialSchema, type RelayTrial } from '../../../electron/common/contract/phone-checks.ts';
import { judgeRelay, judgeRelays, relayVerdictSchema } from '../../../electron/common/preflight/relays.ts';

const turn = 'turn:relay.example:3478';
const stun = 'stun:relay.example:3478';
const trial = (url: string, part: Partial<RelayTrial> = {}): RelayTrial => ({
  url,
  found: [],
  errorCodes: [],
  isComplete: true,
  isAccepted: true,
  ...part,
});

describe('what one server is worth', () => {
  test.each<[string, RelayTrial, string | null]>([
    ['a relay gives a way', trial(turn, { found: ['relay'] }), null],
    ['one of two ways to it fails', trial(turn, { found: ['relay'], errorCodes: [701] }), null],
    ['the credential is wrong', trial(turn, { errorCodes: [401] }), 'relay.refused'],
    ['the quota is used up', trial(turn, { errorCodes: [486] }), 'relay.refused'],
    [
      'refused on one address, not reached on another',
      trial(turn, { errorCodes: [701, 401] }),
      'relay.refused',
    ],
    ['nothing listens there, or no such name', trial(turn, { errorCodes: [701, 701] }), 'relay.unreachable'],
    ['nothing comes within the time', trial(turn, { isComplete: false }), 'relay.silent'],
    ['only our own addresses are found', trial(turn, { found: ['host'] }), 'relay.silent'],
    ['name or credential is missing', trial(turn, { isAccepted: false }), 'relay.unusable'],
    ['STUN tells an address', trial(stun, { found: ['host', 'srflx'] }), null],
    ['STUN tells the address that we have', trial(stun, { found: ['host'] }), null],
    ['STUN says nothing', trial(stun, { found: ['host'], isComplete: false }), 'relay.silent'],
    ['there is no network', trial(stun, { found: [] }), 'relay.silent'],
    ['STUN is not reached', trial(stun, { found: ['host'], errorCodes: [701] }), 'relay.unreachable'],
  ])('%s', (_, seen, code) => {
    const { error } = judgeRelay(seen);
    expect(error?.code ?? null).toBe(code);
  });

  test('a refusal names the status, and every fault the server', () => {
    const { error } = judgeRelay(trial(turn, { errorCodes: [701, 441] }));
    expect(error?.details).toEqual({ server: turn, status: 441 });
  });

  test('what somebody wrote as user and password into the address is not shown', () => {
    const { server, error } = judgeRelay(trial('turn:bed:secret@relay.example:3478', { isAccepted: false }));
    expect(server).toBe(turn);
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});

describe('what all servers together mean for the calls', () => {
  const dead = { errorCodes: [401] };
  test.each<[string, readonly RelayTrial[], string]>([
    ['all work', [trial(turn, { found: ['relay'] }), trial(stun, { found: ['srflx'] })], 'passed'],
    ['one of two relays works', [trial(turn, dead), trial(turn, { found: ['relay'] })], 'warned'],
    ['the relay works, STUN does not', [trial(stun, dead), trial(turn, { found: ['relay'] })], 'warned'],
    ['STUN works, the relay does not', [trial(stun, { found: ['srflx'] }), trial(turn, dead)], 'failed'],
    ['one of two STUN servers works', [trial(stun, dead), trial(stun, { found: ['srflx'] })], 'warned'],
    ['none works', [trial(stun, dead), trial(turn, dead)], 'failed'],
  ])('%s', (_, trials, state) => {
    const judged = judgeRelays(trials);
    expect(judged.state).toBe(state);
    expect(judged.error === null).toBe(state === 'passed');
    expect(judged.relays).toHaveLength(trials.length);
  });

  test('whatever the phone saw, the verdict fits its schema and names each server once', () => {
    const seen = fc.record({
      url: fc.oneof(fc.constantFrom(turn, stun), fc.string({ maxLength: 300 })),
      found: fc.uniqueArray(fc.constantFrom('host', 'srflx', 'prflx', 'relay'), { maxLength: 4 }),
      errorCodes: fc.array(fc.constantFrom(401, 403, 486, 701), { maxLength: 16 }),
      isComplete: fc.boolean(),
      isAccepted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 8 }), (trials) => {
        for (const one of trials) expect(relayTrialSchema.safeParse(one).success).toBe(true);
        const { state, error, relays } = judgeRelays(trials);
        for (const verdict of relays) expect(relayVerdictSchema.safeParse(verdict).success).toBe(true);
        expect(state === 'passed').toBe(relays.every((verdict) => verdict.error === null));
        expect(error === null).toBe(state === 'passed');
      }),
    );
  });
});
