import { expect, test } from 'vitest';
import { screenMessage } from '../../../renderer/phone/sip/message/screen-message.ts';

const request = (uri: string, cseq = '7 OPTIONS'): string =>
  [
    `OPTIONS ${uri} SIP/2.0`,
    'Via: SIP/2.0/WS far.invalid;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'From: <sip:a@far.invalid>;tag=1',
    'To: <sip:b@pbx.invalid>',
    'Call-ID: c1',
    `CSeq: ${cseq}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

const response = (cseq: string): string =>
  request('sip:b', cseq).replace('OPTIONS sip:b SIP/2.0', 'SIP/2.0 200 OK');

test.each([
  'sip:,fhook4711.invalid',
  'sip:b@:b@pbx.invalid',
  'sip::b@pbx.invalid',
  'sip:b@__proto__nvalid',
  'sip:4294967296ansport=ws',
  'sip:*11.invalid',
])('[75] a request to %s, at which sip.js throws, is refused', (uri) => {
  const screening = screenMessage(request(uri));
  expect(screening.kind === 'refuse' ? screening.response : '').toMatch(
    /^SIP\/2\.0 400 Request-URI cannot be read\r\n/u,
  );
});

test.each(['35 \rINVITE', '35 REGISTERINVITE', '35 BYEBYE', '4294967296 INVITE', 'x INVITE'])(
  '[75] a response with CSeq %j, at which sip.js throws, is ignored',
  (cseq) => {
    expect(screenMessage(response(cseq))).toEqual({ kind: 'ignore' });
  },
);

test('[75] the same with a CSeq as it should be, or of a method that nobody knows, is taken', () => {
  expect(screenMessage(request('sip:b@pbx.invalid:5060;transport=ws'))).toEqual({ kind: 'take' });
  for (const cseq of ['35 INVITE', '1\tREGISTER', '7 NEWMETHOD', '7  BYE'])
    expect(screenMessage(response(cseq)), cseq).toEqual({ kind: 'take' });
});
