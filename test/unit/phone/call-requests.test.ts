import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { autoAnswerRequestSchema } from '../../../electron/common/call/auto-answer.ts';
import { remotePartySchema } from '../../../electron/common/call/call-model.ts';
import {
  readAutoAnswerRequest,
  readSource,
} from '../../../renderer/phone/sip/message/auto-answer-request.ts';
import { readForwardedFrom } from '../../../renderer/phone/sip/message/forwarded-from.ts';

function message(...lines: readonly string[]) {
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return {
    getHeaders: (name: string) =>
      headers.filter(([known]) => known === name.toLowerCase()).map(([, value]) => value),
  };
}

describe('[37] the wish to be answered by the phone', () => {
  test.each([
    ['Call-Info: <sip:pbx.invalid>;answer-after=0', 0],
    ['Call-Info: <sip:pbx.invalid>; answer-after=2', 2_000],
    ['Call-Info: <http://pbx.invalid/a.png>;purpose=icon, <sip:pbx.invalid>;Answer-After=1', 1_000],
    ['Call-Info: answer-after=0', 0],
    ['Call-Info: <sip:pbx.invalid>;answer-after=x', 0],
    ['Call-Info: <sip:pbx.invalid>;answer-after=99999', 60_000],
    ['Alert-Info: info=alert-autoanswer', 0],
    ['Alert-Info: <http://pbx.invalid>;info=alert-autoanswer;delay=3', 3_000],
    ['Alert-Info: Auto Answer', 0],
    ['Alert-Info: "Auto Answer"', 0],
    ['Alert-Info: Ring Answer', 0],
    ['Alert-Info: <ring-answer>', 0],
    ['X-AUTOANSWER: TRUE', 0],
    ['P-Auto-Answer: normal', 0],
    ['Answer-Mode: Auto', 0],
    ['Answer-Mode: Auto;require', 0],
    ['Priv-Answer-Mode: auto', 0],
  ])('%s is heard, after %d ms', (header, afterMs) => {
    const request = readAutoAnswerRequest(message(header, 'From: <sip:700@pbx.invalid>'));
    expect(request).toEqual({ afterMs, source: { number: '700', host: 'pbx.invalid' } });
  });

  test.each([
    'Call-Info: <http://pbx.invalid/a.png>;purpose=icon',
    'Call-Info: <http://pbx.invalid/?answer-after=0>',
    'Alert-Info: <http://127.0.0.1/Bellcore-dr1>',
    'Alert-Info: <http://pbx.invalid>;info=external',
    'X-AUTOANSWER: false',
    'P-Auto-Answer: no',
    'Answer-Mode: Manual',
    'Answer-Mode: Automobile',
    'Subject: auto answer',
  ])('%s is none', (header) => {
    expect(readAutoAnswerRequest(message(header))).toBeNull();
  });

  test.each([
    [['From: <sip:1@a.invalid>', 'P-Asserted-Identity: <sip:2@b.invalid>'], '2', 'b.invalid'],
    [['From: <sip:1@a.invalid>', 'Remote-Party-ID: <sip:3@c.invalid>;party=calling'], '3', 'c.invalid'],
    [['P-Asserted-Identity: <tel:+38044>, <sip:2@b.invalid>'], '+38044', 'b.invalid'],
    [['From: <sip:1@a.invalid>', 'P-Asserted-Identity: <tel:+38044>'], '+38044', ''],
    [[], '', ''],
  ])('its source in %j is %s of %s', (headers, number, host) => {
    expect(readSource(message(...headers))).toEqual({ number, host });
  });

  test('whatever the headers hold, the request fits the contract', () => {
    const names = fc.constantFrom('Call-Info', 'Alert-Info', 'Answer-Mode', 'From', 'P-Asserted-Identity');
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('<sip:1@h>;answer-after=1'));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value), { maxLength: 6 }), (headers) => {
        const request = readAutoAnswerRequest(message(...headers.map((header) => header.join(': '))));
        if (request !== null) expect(autoAnswerRequestSchema.safeParse(request).success).toBe(true);
      }),
    );
  });
});

describe('[38] who sent the call on', () => {
  test.each([
    [['Diversion: <sip:800@pbx.invalid>;reason=unconditional'], { number: '800' }],
    [
      ['Diversion: "Front desk" <tel:+380-44-1>;reason=no-answer', 'Diversion: <sip:2@h>;reason=user-busy'],
      { number: '+380441', name: 'Front desk' },
    ],
    [['Diversion: <sip:800@h>;privacy=full'], undefined],
    [['Diversion: <sip:anonymous@anonymous.invalid>'], undefined],
    [
      [
        'History-Info: <sip:800@h>;index=1, <sip:900@h>;index=1.1;mp=1, <sip:101@10.0.0.1>;index=1.1.1;rc=1.1',
      ],
      { number: '800' },
    ],
    [
      [
        'History-Info: <sip:800@h>;index=1',
        'History-Info: <sip:900@h>;index=1.1;mp=1',
        'History-Info: <sip:950@h>;index=1.1.1;mp=1.1',
      ],
      { number: '900' },
    ],
    [
      ['History-Info: <sip:800@h?Reason=SIP%3Bcause%3D302>;index=1, <sip:101@h>;index=1.1'],
      { number: '800' },
    ],
    [['History-Info: <sip:101@h>;index=1, <sip:101@10.0.0.1>;index=1.1;rc=1'], undefined],
    [['History-Info: <sip:800@h?Privacy=history>;index=1, <sip:101@h>;index=1.1;mp=1'], undefined],
    [['Privacy: history', 'History-Info: <sip:800@h>;index=1, <sip:101@h>;index=1.1;mp=1'], undefined],
    [['Diversion: rubbish'], undefined],
    [[], undefined],
  ])('in %j is %j', (headers, expected) => {
    const party = readForwardedFrom(message(...headers));
    expect(party).toEqual(expected === undefined ? undefined : { ...expected, withheld: false });
  });

  test('whatever the headers hold, it fits the contract', () => {
    const names = fc.constantFrom('Diversion', 'History-Info', 'Privacy');
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('<sip:1@h>;index=1.1;mp=1'));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value), { maxLength: 6 }), (headers) => {
        const party = readForwardedFrom(message(...headers.map((header) => header.join(': '))));
        if (party !== undefined) expect(remotePartySchema.safeParse(party).success).toBe(true);
      }),
    );
  });
});
