import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress, readTag } from '../../../electron/exchange/sip/address.ts';
import { findDefect } from '../../../electron/exchange/sip/find-defect.ts';
import { findHeader, listHeader, readCSeq, type SipMessage } from '../../../electron/exchange/sip/message.ts';
import { parseMessage } from '../../../electron/exchange/sip/parse-message.ts';
import { buildResponse } from '../../../electron/exchange/sip/respond.ts';
import { serialiseMessage } from '../../../electron/exchange/sip/serialise-message.ts';
import { isSameUri, parseUri } from '../../../electron/exchange/sip/uri.ts';
import { markReceived, parseVia } from '../../../electron/exchange/sip/via.ts';

const lines = (...parts: string[]): string => parts.join('\r\n');

const base = [
  'Via: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK1',
  'From: <sip:100@practice.invalid>;tag=a1',
  'To: <sip:101@practice.invalid>',
  'Call-ID: c1',
  'CSeq: 1 OPTIONS',
  'Max-Forwards: 70',
];

const request = (...more: string[]): string =>
  lines('OPTIONS sip:101@practice.invalid SIP/2.0', ...base, ...more, '', '');

function parsed(text: string): SipMessage {
  const result = parseMessage(text);
  if (!result.ok) throw new Error(result.why);
  return result.message;
}

/** Parse, then check: the status a request would be answered with, or undefined when it is processed. */
function judge(text: string | Uint8Array): number | undefined {
  const result = parseMessage(text);
  return result.ok ? findDefect(result.message)?.status : result.status;
}

describe('messages that are unusual but right (in the manner of RFC 4475 section 3.1.1)', () => {
  test('folding, blanks, any case and escapes are understood', () => {
    const message = parsed(
      lines(
        'INVITE sip:desk-7@practice.invalid;colour=green SIP/2.0',
        'tO :',
        '\t<sip:desk-7@practice.invalid> ;   TAG    = 77aa ; tag=second',
        'fRoM   : "Olena \\"O\\" K \\\\"       <sip:olena@example.invalid>',
        '  ;',
        '  tag = b9.~',
        'MAX-forwards: 0068',
        "Call-id: (a!b%c*d_e+f`g'h~.i)@192.0.2.1",
        'cSEQ: 0009',
        '  INVITE',
        'VIA  : SIP  /   2.0',
        ' /WS',
        '    192.0.2.2;branch=z9hG4bKtop',
        's :',
        'X-Weather:   sunny',
        ' with clouds later',
        'v:  SIP  / 2.0  / WSS     one.example.invalid   ;',
        '  branch  =   z9hG4bKone  ,',
        ' SIP  /    2.0   / WS  [2001:db8::1]   ; branch=',
        ' z9hG4bKtwo',
        '',
        '',
      ),
    );
    expect(findDefect(message)).toBeUndefined();
    expect(readCSeq(message)).toEqual({ number: 9, method: 'INVITE' });
    expect(listHeader(message, 'Via').map((value) => parseVia(value)?.branch)).toEqual([
      'z9hG4bKtop',
      'z9hG4bKone',
      'z9hG4bKtwo',
    ]);
    expect(readTag(findHeader(message, 'To'))).toBe('77aa');
    expect(parseAddress(findHeader(message, 'From') ?? '')?.displayName).toBe('Olena "O" K \\');
    expect(findHeader(message, 'x-weather')).toBe('sunny with clouds later');
  });

  test('compact names are expanded', () => {
    const message = parsed(
      lines(
        'OPTIONS sip:a@b SIP/2.0',
        'v: SIP/2.0/WS x;branch=z9hG4bKq',
        'f: sip:a@b;tag=1',
        't: sip:c@d',
        'i: k',
        'CSeq: 1 OPTIONS',
        'm: <sip:a@b>',
        'k: path, gruu',
        'l: 0',
        '',
        '',
      ),
    );
    expect(message.headers.map(({ name }) => name)).toEqual([
      'Via',
      'From',
      'To',
      'Call-ID',
      'CSeq',
      'Contact',
      'Supported',
      'Content-Length',
    ]);
  });

  test('several contacts on one line are several contacts, a comma in quotes or brackets is none', () => {
    const message = parsed(
      request('Contact: "Bell, A. G." <sip:a,b@c>;q=0.7, <sip:d@e>', 'Contact: sip:f@g'),
    );
    expect(listHeader(message, 'Contact').map((value) => parseAddress(value)?.uri)).toEqual([
      'sip:a,b@c',
      'sip:d@e',
      'sip:f@g',
    ]);
  });

  test('names in any script and a body in UTF-8 survive', () => {
    const text = request('Subject: Рахунок, فاکتور').replace(
      '\r\n\r\n',
      '\r\nContent-Length: 12\r\n\r\nЛічильник',
    );
    const message = parsed(text);
    expect(findHeader(message, 'Subject')).toBe('Рахунок, فاکتور');
    expect(message.body).toBe('Лічиль');
  });

  test('empty lines before the start line are skipped, unknown methods are messages like others', () => {
    const message = parsed(
      `\r\n\r\n${request().replaceAll('OPTIONS', "!interesting-Method0123456789_*+`.%indeed'~")}`,
    );
    expect(findDefect(message)).toBeUndefined();
  });

  test('a response may have an empty reason', () => {
    expect(parsed(lines('SIP/2.0 100 ', ...base, '', ''))).toMatchObject({
      kind: 'response',
      status: 100,
      reason: '',
    });
  });

  test('without Content-Length the body is all there is', () => {
    expect(parsed(`${request()}v=0\r\n`).body).toBe('v=0\r\n');
  });
});

describe('messages that are wrong', () => {
  test.each([
    ['a body shorter than Content-Length', `${request('Content-Length: 9999')}v=0`, 400],
    ['a negative Content-Length', request('Content-Length: -999'), 400],
    ['two Content-Length that disagree', request('Content-Length: 0', 'l: 5'), 400],
    ['Content-Length inside a character', `${request('Content-Length: 1')}Ж`, 400],
    ['an open quote in a contact', request('Contact: "Mr. J. User <sip:j@e>'), 400],
    ['a header line without a colon', request('nonsense'), 400],
    ['a blank in a header name', request('Max Forwards: 4'), 400],
    ['another SIP version', request().replace('SIP/2.0\r\n', 'SIP/7.0\r\n'), 505],
    [
      'an unknown scheme',
      request().replace('sip:101@practice.invalid SIP', 'nobodyKnowsThisScheme:xyz SIP'),
      416,
    ],
    [
      'a telephone URI, which is for gateways',
      request().replace('sip:101@practice.invalid SIP', 'tel:+380441234567 SIP'),
      416,
    ],
    [
      'a Request-URI in brackets',
      request().replace('sip:101@practice.invalid SIP', '<sip:101@practice.invalid> SIP'),
      400,
    ],
    ['two blanks in the request line', request().replace('OPTIONS sip', 'OPTIONS  sip'), 400],
    ['a CSeq beyond 2^31', request().replace('CSeq: 1 ', 'CSeq: 36893488147419103232 '), 400],
    ['a CSeq that names another method', request().replace('CSeq: 1 OPTIONS', 'CSeq: 1 INVITE'), 400],
    ['Max-Forwards of 300', request().replace('Max-Forwards: 70', 'Max-Forwards: 300'), 400],
    ['no From', request().replace(/From:.*\r\n/, ''), 400],
    ['no Call-ID', request().replace(/Call-ID:.*\r\n/, ''), 400],
    ['two To', request('To: <sip:b@c>'), 400],
    ['two Call-ID', request('i: other'), 400],
    ['a Via that is none', request().replace('SIP/2.0/WS df7jal23ls0d.invalid', 'SIP/2.0/WS'), 400],
    [
      'a To that is no address',
      request().replace('<sip:101@practice.invalid>\r\nCall', '<sip:101\r\nCall'),
      400,
    ],
    ['a bare line feed', request().replace('\r\nFrom', '\nFrom'), 400],
    ['a NUL', request('X: a\0b'), 400],
    ['no empty line', request().trimEnd(), 400],
    ['nothing', '', 400],
    ['more than 64 KB', request(`X: ${'x'.repeat(65_536)}`), 513],
  ])('%s', (_, text, status) => {
    expect(judge(text)).toBe(status);
  });

  test('more headers than anybody needs', () => {
    expect(judge(request(...Array.from({ length: 300 }, (_, at) => `X-${at}: 1`)))).toBe(400);
  });

  test('octets that are not UTF-8', () => {
    expect(judge(Uint8Array.from([...Buffer.from('OPTIONS sip:a@b SIP/2.0\r\nSubject: '), 0xff, 0xfe]))).toBe(
      400,
    );
  });
});

describe('properties', () => {
  const header = fc.record({
    name: fc.constantFrom('X-Note', 'Subject', 'P-Asserted-Identity', 'User-to-User', 'Reason'),
    value: fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\r\n\0]/g, '').trim()),
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(
        fc.array(header, { maxLength: 20 }),
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        (headers, body) => {
          const message: SipMessage = { kind: 'request', method: 'MESSAGE', uri: 'sip:a@b', headers, body };
          const read = parsed(serialiseMessage(message));
          expect(read.body).toBe(body);
          expect(read.headers.filter(({ name }) => name !== 'Content-Length')).toEqual(headers);
        },
      ),
    );
  });

  test('no sequence of octets makes the parser throw', () => {
    const damaged = fc
      .tuple(
        fc.constant(request('Contact: "a" <sip:a@b>', 'Content-Length: 3')),
        fc.nat(400),
        fc.string({ unit: 'binary', maxLength: 6 }),
      )
      .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at + noise.length));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), damaged, fc.uint8Array()), (data) => {
        const status = judge(data);
        return status === undefined || status >= 400;
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('URIs and addresses', () => {
  test.each([
    ['sip:+380671234567@practice.invalid', '+380671234567', 'practice.invalid', undefined],
    ['sip:%2375@practice.invalid:5060;transport=ws', '#75', 'practice.invalid', 5060],
    ['sips:bob:secret@[2001:db8::9:1]:5070', 'bob', '[2001:db8::9:1]', 5070],
    ['SIP:Practice.INVALID', undefined, 'practice.invalid', undefined],
  ])('%s', (text, user, host, port) => {
    expect(parseUri(text)).toMatchObject({ user, host, port });
  });

  test.each(['sip:', 'sip:@b', 'sip:a@b:99999', 'sip:a b@c', 'http://a', 'sip:%zz@b', 'sip:a@b@c'])(
    '%s is no SIP URI',
    (text) => {
      expect(parseUri(text)).toBeUndefined();
    },
  );

  test('escapes are compared by what they mean', () => {
    expect(isSameUri('sip:%61lice@b', 'sip:alice@B')).toBe(true);
    expect(isSameUri('sip:Alice@b', 'sip:alice@b')).toBe(false);
  });

  test('headers of a Refer-To are read', () => {
    expect(
      parseUri('sip:leg-1@b;transport=ws?Replaces=c%3Bto-tag%3Dx%3Bfrom-tag%3Dy')?.headers.get('replaces'),
    ).toBe('c;to-tag=x;from-tag=y');
  });

  test('parameters of a bare URI belong to the header', () => {
    expect(parseAddress('sip:a@b;tag=1')).toMatchObject({ uri: 'sip:a@b', displayName: '' });
    expect(parseAddress('<sip:a@b;lr>')?.parameters.size).toBe(0);
  });
});

describe('responses and Via', () => {
  test('a response takes Via, From, To, Call-ID and CSeq from the request and adds a tag once', () => {
    const message = parsed(request());
    if (message.kind !== 'request') throw new Error('not a request');
    const response = buildResponse(message, 200, { toTag: 'zz' });
    expect(findHeader(response, 'To')).toBe('<sip:101@practice.invalid>;tag=zz');
    expect(listHeader(response, 'Via')).toEqual(listHeader(message, 'Via'));
    expect(findHeader(buildResponse(message, 100, { toTag: 'zz' }), 'To')).toBe('<sip:101@practice.invalid>');
  });

  test('the true source is noted, a forged one is replaced', () => {
    expect(markReceived('SIP/2.0/WS x.invalid;branch=z9hG4bK1', '127.0.0.1', 4000)).toBe(
      'SIP/2.0/WS x.invalid;branch=z9hG4bK1;received=127.0.0.1',
    );
    expect(
      markReceived('SIP/2.0/WS x.invalid;received=10.0.0.1;rport;branch=z9hG4bK1', '127.0.0.1', 4000),
    ).toBe('SIP/2.0/WS x.invalid;branch=z9hG4bK1;received=127.0.0.1;rport=4000');
  });
});
