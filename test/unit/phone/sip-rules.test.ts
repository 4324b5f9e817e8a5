import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOffMs } from '../../../renderer/phone/sip/connection/back-off.ts';
import {
  failureOfStatus,
  meansDialogGone,
  readCancelledBy,
} from '../../../renderer/phone/sip/message/call-reasons.ts';
import {
  asksOnlyForUnknownAlgorithms,
  moveChosenChallengeLast,
} from '../../../renderer/phone/sip/dialect/challenges.ts';
import { toDialUri } from '../../../renderer/phone/sip/message/dial-target.ts';
import { parseTones } from '../../../renderer/phone/sip/message/dtmf.ts';
import { classifyRefusal } from '../../../renderer/phone/sip/connection/registration-outcome.ts';

describe('back-off', () => {
  test.each([
    [0, 0, 0],
    [1, 350, 650],
    [2, 700, 1_300],
    [3, 1_000, 13_000],
    [4, 2_000, 14_000],
    [5, 4_000, 16_000],
    [6, 9_000, 21_000],
    [7, 21_000, 39_000],
    [10_000, 21_000, 39_000],
  ])('after %i failures waits %i to %i ms', (failures, least, most) => {
    expectRange(failures, false, least, most);
  });

  test.each([
    [0, 0, 0],
    [2, 700, 1_300],
    [3, 1_400, 2_600],
    [4, 2_800, 5_200],
    [5, 5_600, 10_400],
    [100, 5_600, 10_400],
  ])('after %i failures with a call waiting for us it is %i to %i ms', (failures, least, most) => {
    expectRange(failures, true, least, most);
  });

  function expectRange(failures: number, hasCalls: boolean, least: number, most: number): void {
    expect(backOffMs(failures, 0, hasCalls)).toBe(least);
    expect(backOffMs(failures, 1, hasCalls)).toBe(most);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        const ms = backOffMs(failures, random, hasCalls);
        expect(ms).toBeGreaterThanOrEqual(least);
        expect(ms).toBeLessThanOrEqual(most);
      }),
    );
  }
});

describe('reasons', () => {
  test.each([
    [['SIP;cause=200;text="Call completed elsewhere"'], 'elsewhere'],
    [['Q.850;cause=26'], 'elsewhere'],
    [['q.850 ; CAUSE=26 ;text="x"'], 'elsewhere'],
    [['Q.850;cause=16, SIP;cause=200'], 'elsewhere'],
    [['Q.850;cause=16', 'Q.850;cause=26'], 'elsewhere'],
    [['SIP;cause=26'], 'remote'],
    [['Q.850;cause=200'], 'remote'],
    [['SIP;cause=487;text="SIP;cause=200"'], 'remote'],
    [[], 'remote'],
  ] as const)('CANCEL with %j', (headers, expected) => {
    expect(readCancelledBy(headers)).toBe(expected);
  });

  test('every final status has a meaning', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 699 }), (status) => {
        expect(failureOfStatus(status).details).toEqual({ status });
      }),
    );
    expect(failureOfStatus(486).code).toBe('call.rejected');
    expect(failureOfStatus(404).code).toBe('call.invalid-number');
    expect(failureOfStatus(500).code).toBe('call.failed');
    expect([480, 481, 408, 491].filter(meansDialogGone)).toEqual([481, 408]);
  });

  test.each([
    [401, {}, 'refused', 'sip.password-refused'],
    [407, {}, 'refused', 'sip.password-refused'],
    [403, {}, 'refused', 'sip.forbidden'],
    [404, {}, 'refused', 'sip.account-unknown'],
    [408, {}, 'unavailable', 'sip.server-silent'],
    [423, {}, 'unavailable', 'sip.server-unavailable'],
    [500, {}, 'unavailable', 'sip.server-unavailable'],
    [503, { 'retry-after': '30 (maintenance)' }, 'unavailable', 'sip.server-unavailable'],
    [603, {}, 'unavailable', 'sip.server-unavailable'],
  ] as const)('REGISTER answered %i is %s', (status, headers, kind, code) => {
    const fields = new Map(Object.entries(headers));
    const outcome = classifyRefusal({
      status,
      getHeader: (name) => fields.get(name.toLowerCase()),
      unknownAlgorithm: false,
    });
    expect(outcome).toMatchObject({ kind, error: { code } });
    if (fields.size > 0) expect(outcome).toMatchObject({ retryAfterSeconds: 30 });
  });

  test('423 with Min-Expires names the interval', () => {
    const outcome = classifyRefusal({ status: 423, getHeader: () => '900', unknownAlgorithm: false });
    expect(outcome).toEqual({ kind: 'too-brief', minExpiresSeconds: 900 });
  });
});

describe('[31] what can be dialled', () => {
  test.each([
    ['101', 'sip:101@pbx.invalid'],
    ['+380 (44) 123-45.67', 'sip:+380441234567@pbx.invalid'],
    ['*11', 'sip:*11@pbx.invalid'],
    ['12#', 'sip:12%23@pbx.invalid'],
    ['tel:+380441234567;ext=2', 'sip:+380441234567@pbx.invalid'],
    ['callto:101', 'sip:101@pbx.invalid'],
    ['tel:%2B380441234567', 'sip:+380441234567@pbx.invalid'],
    ['sip:102', 'sip:102@pbx.invalid'],
    ['sip:Bob.Smith@other.example:5080;transport=tcp', 'sip:Bob.Smith@other.example:5080'],
    ['alice', 'sip:alice@pbx.invalid'],
    ['۱۲۳', 'sip:123@pbx.invalid'],
    ['٠٤٤', 'sip:044@pbx.invalid'],
    ['１０１', 'sip:101@pbx.invalid'],
  ])('%s is %s', (target, expected) => {
    expect(toDialUri(target, 'pbx.invalid')).toEqual({ ok: true, value: expected });
  });

  test.each([
    '',
    ' ',
    '()',
    'a b',
    '101@',
    'sip:@h',
    'sip:a@b c',
    '<101>',
    '101\r\nRoute: x',
    'http://x',
    '+',
    '1'.repeat(50),
  ])('%j is refused', (target) => {
    expect(toDialUri(target, 'pbx.invalid')).toMatchObject({
      ok: false,
      error: { code: 'call.invalid-number' },
    });
  });

  test('nothing that is accepted could break out of a request line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (target) => {
        const result = toDialUri(target, 'pbx.invalid');
        if (result.ok) expect(result.value).toMatch(/^sip:[A-Za-z0-9+*%._~-]+@[A-Za-z0-9.:[\]-]+$/);
      }),
    );
  });
});

describe('tones', () => {
  test('a comma is a pause, what is no tone is left out', () => {
    expect(parseTones('1,a x#')).toEqual([
      { kind: 'tone', tone: '1' },
      { kind: 'pause' },
      { kind: 'tone', tone: 'A' },
      { kind: 'tone', tone: '#' },
    ]);
  });

  test('every allowed sign is one step, in order', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-D*#,]{0,64}$/), (text) => {
        const back = parseTones(text).map((step) => (step.kind === 'pause' ? ',' : step.tone));
        expect(back.join('')).toBe(text);
      }),
    );
  });
});

describe('challenges', () => {
  const response = (...challenges: string[]): string =>
    ['SIP/2.0 401 Unauthorized', 'Via: x', ...challenges, 'Content-Length: 4', '', 'body'].join('\r\n');
  const md5 = 'WWW-Authenticate: Digest realm="a, algorithm=x", nonce="n", algorithm=MD5';
  const plain = 'WWW-Authenticate: Digest realm="a", nonce="n"';
  const sha = 'www-authenticate: Digest realm="a", nonce="n", algorithm="SHA-256"';

  const newer = 'WWW-Authenticate: Digest realm="a", nonce="n", algorithm=SHA-512-256';
  const whole = 'WWW-Authenticate: Digest realm="a", nonce="n", qop="auth-int"';
  const either = 'WWW-Authenticate: Digest realm="a", nonce="n", qop="auth-int, auth"';

  test.each([
    [
      [plain, sha],
      [sha, plain],
    ],
    [
      [sha, md5],
      [md5, sha],
    ],
    [
      [newer, sha, md5],
      [newer, md5, sha],
    ],
    [
      [whole, md5],
      [whole, md5],
    ],
    [
      [either, sha],
      [sha, either],
    ],
  ])('[9] of %j the topmost that can be answered goes last, the body stays', (given, expected) => {
    const moved = moveChosenChallengeLast(response(...given));
    expect(moved.split('\r\n').filter((line) => /authenticate/i.test(line))).toEqual(expected);
    expect(moved).toHaveLength(response(...given).length);
    expect(moved.endsWith('\r\n\r\nbody')).toBe(true);
  });

  test.each([[response(md5)], [response(sha)], ['SIP/2.0 200 OK\r\n\r\n'], ['INVITE sip:a SIP/2.0\r\n\r\n']])(
    'everything else stays as it is',
    (message) => {
      expect(moveChosenChallengeLast(message)).toBe(message);
    },
  );

  test('only algorithms other than MD5 and SHA-256, and auth-int alone, cannot be answered', () => {
    expect(asksOnlyForUnknownAlgorithms([newer])).toBe(true);
    expect(asksOnlyForUnknownAlgorithms([whole, newer])).toBe(true);
    expect(asksOnlyForUnknownAlgorithms([sha])).toBe(false);
    expect(asksOnlyForUnknownAlgorithms([newer, plain])).toBe(false);
    expect(asksOnlyForUnknownAlgorithms([])).toBe(false);
  });
});
