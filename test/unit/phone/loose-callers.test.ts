import * as fc from 'fast-check';
import { Core } from 'sip.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intoDialect, outOfDialect } from '../../../renderer/phone/sip/dialect/sipjs-dialect.ts';
import { PhoneBed } from '../../support/sip/phone-bed.ts';
import { farContact, remoteSdp, ScriptedDialog } from '../../support/sip/scripted-dialog.ts';
import type { ScriptedPeer } from '../../support/sip/scripted-peer.ts';
import { ScriptedSipServer } from '../../support/sip/scripted-sip-server.ts';
import type { SipMessage } from '../../support/sip/sip-message.ts';

const target = 'sip:offhook4711@offhook4711.invalid;transport=ws';

describe('a call of somebody who does not write to the letter', () => {
  let server: ScriptedSipServer;
  let bed: PhoneBed;
  let peer: ScriptedPeer;

  beforeEach(async () => {
    server = await ScriptedSipServer.start();
    bed = new PhoneBed();
    peer = await bed.register(server);
  });

  afterEach(async () => {
    expect(bed.defects).toEqual([]);
    await bed.stop();
    await server.stop();
  });

  interface Parts {
    readonly from?: string;
    readonly to?: string;
    readonly host?: string;
    readonly callId?: string;
    readonly contact?: string;
    readonly route?: string;
    readonly type?: string;
  }

  function request(method: string, cseq: number, parts: Parts): void {
    const body = method === 'INVITE' ? remoteSdp : '';
    const lines = [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/WS ${parts.host ?? 'far.invalid'};branch=z9hG4bK${method}`,
      ...(parts.route === undefined ? [] : [`Record-Route: ${parts.route}`]),
      'Max-Forwards: 70',
      `From: ${parts.from ?? `${address};tag=1`}`,
      `To: ${parts.to ?? `<${target}>`}`,
      `Call-ID: ${parts.callId ?? 'not-to-the-letter'}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: ${parts.contact ?? '<sip:far@far.invalid;transport=ws>'}`,
      ...(body === '' ? [] : [`Content-Type: ${parts.type ?? 'application/sdp'}`]),
      `Content-Length: ${body.length}`,
    ];
    peer.send([...lines, '', body].join('\r\n'));
  }

  const number = '+380441234567';
  const address = `<sip:${number}@far.invalid>`;
  const callers = [
    [`Іван Петренко ${address};tag=1`, 'Іван Петренко', '1'],
    [`José García${address};tag=1`, 'José García', '1'],
    [`Dr. Smith (Sales) ${address};tag=1`, 'Dr. Smith (Sales)', '1'],
    [`Smith, John ${address};tag=1`, 'Smith, John', '1'],
    [`A & "B" \\ C ${address};tag=1`, 'A & "B" \\ C', '1'],
    [`"Ivan" < sip:${number}@far.invalid > ;tag=1`, 'Ivan', '1'],
    [`<tel:${number}>;tag=1`, undefined, '1'],
    [`tel:${number};tag=1`, undefined, '1'],
    [`"Ivan" <sip:${number}@pbx_1>;tag=1`, 'Ivan', '1'],
    [`<sip:${number}@1host>;tag=1`, undefined, '1'],
    [`<sip:${number}@far.invalid;x="Y">;tag=1`, undefined, '1'],
    [`${address};tag=4711@10.0.0.1:5060`, undefined, '4711@10.0.0.1:5060'],
    [`Ünal <tel:${number}>;tag={a/B}`, 'Ünal', '{a/B}'],
    [`${address};tag=1;;x=1`, undefined, '1'],
  ] as const;

  const ring = async (parts: Parts) => {
    request('INVITE', 1, parts);
    const incoming = await bed.events.next('line/incoming');
    await bed.engine.answer(incoming.id);
    const ok = await peer.next((message: SipMessage) => message.status === 200);
    request('ACK', 1, { ...parts, to: ok.header('to') });
    await bed.events.next('line/established');
    return { incoming, ok };
  };

  test.each(callers)('%s rings with its name, is answered and hung up', async (from, name, tag) => {
    const { incoming, ok } = await ring({ from });
    expect(incoming.remote).toEqual({ number, withheld: false, ...(name === undefined ? {} : { name }) });
    // What identifies the call at the other side comes back as it was written.
    expect(ok.tag('from')).toBe(tag);
    expect(addressOf(ok.header('from'))).toBe(addressOf(from));

    await bed.engine.hangUp(incoming.id);
    const bye = await peer.next('BYE');
    expect(bye.tag('to')).toBe(tag);
    expect(addressOf(bye.header('to'))).toBe(addressOf(from));
  });

  test.each(callers)('%s hangs up', async (from) => {
    const { incoming, ok } = await ring({ from });
    request('BYE', 2, { from, to: ok.header('to') });
    expect(await bed.events.next('line/ended')).toMatchObject({ id: incoming.id, by: 'remote' });
  });

  const hops = [
    [{ host: 'my_pbx_1:5060' }, { via: 'SIP/2.0/WS my_pbx_1:5060;branch=z9hG4bKINVITE' }],
    [{ callId: 'c2l4==@a@10.0.0.1;x,y' }, { 'call-id': 'c2l4==@a@10.0.0.1;x,y' }],
    [{ type: 'application/sdp; charset=utf-8; ' }, {}],
    [
      { route: '<sip:my_proxy;lr;x=a=b>, <sip:b.invalid.;lr>' },
      { 'record-route': '<sip:my_proxy;lr;x=a=b>, <sip:b.invalid.;lr>' },
    ],
  ] as const;

  test.each(hops)(
    'by way of %o comes through, and everybody gets back what he wrote',
    async (parts, echo) => {
      const { incoming, ok } = await ring(parts);
      expect(
        Object.fromEntries(Object.keys(echo).map((name) => [name, ok.headers(name).join(', ')])),
      ).toEqual(echo);
      await bed.engine.hangUp(incoming.id);
      const bye = await peer.next('BYE');
      expect(bye.header('call-id')).toBe('callId' in parts ? parts.callId : 'not-to-the-letter');
      expect(bye.headers('route').join(', ')).toBe('route' in parts ? parts.route : '');
    },
  );

  test.each([
    ['A & B <sip:far@far.invalid>', 'sip:far@far.invalid'],
    ['<sip:Far@my_pbx_1:5060;transport=ws>', 'sip:Far@my_pbx_1:5060;transport=ws'],
    ['<sip:1#2@far.invalid;x="Y">;expires=', 'sip:1#2@far.invalid;x="Y"'],
    ['"A" <sip:1 2@far.invalid>', 'sip:1%202@far.invalid'],
  ])('with the Contact %s is hung up there', async (contact, uri) => {
    const { incoming } = await ring({ contact });
    await bed.engine.hangUp(incoming.id);
    expect((await peer.next('BYE')).uri).toBe(uri);

    const { id, invite } = await bed.dial(peer);
    peer.reply(invite, 200, { headers: [`Contact: ${contact}`], body: remoteSdp });
    expect((await peer.next('ACK')).uri).toBe(uri);
    await bed.events.next('line/established', (call) => call.id === id);
  });

  test('is named in a transfer as its far end named it', async () => {
    const callId = 'c2l4==@a@10.0.0.1';
    const contact = '<sip:Far@my_pbx_1;transport=ws>';
    const { incoming } = await ring({ callId, contact, from: `${address};tag=a/b@10.0.0.1` });
    const other = await bed.talkOutgoing(peer);
    void bed.engine.connect(other.id, incoming.id);
    peer.reply(await peer.next('INVITE'), 200, { headers: [farContact], body: remoteSdp });
    const refer = await peer.next('REFER');
    const [uri, replaces = ''] = /<(.*)>/.exec(refer.header('refer-to'))?.[1]?.split('?Replaces=') ?? [];
    expect(uri).toBe('sip:Far@my_pbx_1;transport=ws');
    expect(decodeURIComponent(replaces)).toMatch(
      /^c2l4==@a@10\.0\.0\.1;to-tag=a\/b@10\.0\.0\.1;from-tag=\w+$/,
    );
  });

  test('an answer whose tag is no token stands, and is ended under the same tag', async () => {
    for (const by of ['operator', 'remote'] as const) {
      const tag = 'a/b@10.0.0.1';
      const { id, invite } = await bed.dial(peer, '600', by);
      peer.reply(invite, 180, { tag, headers: [farContact] });
      await bed.events.next('line/progress');
      peer.reply(invite, 200, { tag, headers: [farContact], body: remoteSdp });
      expect((await peer.next('ACK')).header('to')).toBe(`${invite.header('to')};tag=${tag}`);
      await bed.events.next('line/established');
      if (by === 'operator') {
        await bed.engine.hangUp(id);
        expect((await peer.next('BYE')).header('to')).toBe(`${invite.header('to')};tag=${tag}`);
      } else ScriptedDialog.ofInvite(peer, invite, tag).request('BYE');
      await bed.events.next('line/ended', (ended) => ended.id === id);
    }
  });

  test('what cannot be understood is refused as before', async () => {
    for (const from of ['"unclosed <sip:1@a.b>;tag=1', '<urn:service:sos>;tag=1', 'nobody']) {
      request('INVITE', 1, { from });
      expect((await peer.next((message: SipMessage) => message.status > 100)).status).toBe(400);
    }
  });
});

const addressOf = (value: string): string =>
  (/<([^>]*)>/.exec(value)?.[1] ?? value.replace(/;tag=.*/, '')).trim();

describe('what is put in for sip.js', () => {
  const message = (from: string, to: string): string =>
    ['OPTIONS sip:a@b.invalid SIP/2.0', `From: ${from}`, `To: ${to}`, '', 'From: x y <z>'].join('\r\n');

  test('is nothing where all is to the letter', () => {
    const kept = message('"A \\"b\\" <c>" <sip:a@b.invalid>;tag=1', "O'Neil <sips:c@[::1]:5061;x=1>");
    expect(intoDialect(kept)).toBe(kept);
    expect(outOfDialect(kept)).toBe(kept);
  });

  test.each([
    ['From', `"${'sip:'.repeat(30_000)};offhook-uri=" <sip:a@b.invalid>;tag=1`],
    ['From', `x${'<sip:'.repeat(15_000)}`],
    ['To', `<sip:a@b.invalid>${';tag=offhook-tag.'.repeat(20_000)}`],
    ['Via', `${'SIP/2.0/WS a_'.repeat(20_000)};`],
    ['Content-Type', `${'; '.repeat(60_000)}x;`],
    ['Call-ID', `offhook-id.${'%'.repeat(100_000)}`],
  ])('takes no time by the square of a long %s', (name, value) => {
    const invite = message('<sip:a@b.invalid>;tag=1', '<sip:a@b.invalid>').replace(
      '\r\n',
      `\r\n${name}: ${value}\r\n`,
    );
    const ringing = `SIP/2.0 180 Ringing\r\nCSeq: 1 INVITE\r\n${name}: ${value}\r\n\r\n`;
    const began = performance.now();
    for (const each of [invite, ringing]) outOfDialect(intoDialect(each));
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('leaves alone where a call is redirected to, and tel: in a transfer', () => {
    const redirected = intoDialect(
      ['SIP/2.0 302 Moved', 'CSeq: 1 INVITE', 'Contact: A & B <sip:1@my_pbx>', '', ''].join('\r\n'),
    );
    expect(redirected).toContain('Moved-To: A & B <sip:1@my_pbx>\r\n');
    const referred = intoDialect(
      ['REFER sip:a@b.invalid SIP/2.0', 'From: <sip:a@b.invalid>;tag=1', 'Refer-To: <tel:105>', '', ''].join(
        '\r\n',
      ),
    );
    expect(referred).toContain('Refer-To: <sip:105@tel.invalid;user=phone>\r\n');
  });

  test.each([
    '<sip:a@b.invalid;offhook-uri=%0D%0AVia:%20x>',
    '<sip:a@b.invalid;offhook-uri=a%3E%3Bb>',
    '<sip:a@b.invalid;offhook-uri=%E0%A4%A>',
    '<sip:a@b.invalid>;tag=offhook-tag.1%0D%0AVia:%20x',
    '<sip:a@b.invalid>;tag=offhook-tag.1%3Bx',
    '<sip:a@b.invalid>;tag=1\r\nCall-ID: offhook-id.1%0D%0AVia:%20x',
    '<sip:a@b.invalid>;tag=1\r\nVia: SIP/2.0/WS unreadable.invalid;offhook-hop=a%2Cb;branch=x',
  ])('%s, as somebody else wrote it, is no way into what we send', (from) => {
    expect(outOfDialect(message(from, '<sip:a@b.invalid>'))).toBe(message(from, '<sip:a@b.invalid>'));
  });

  test('makes any name and number readable, and comes out again as address and tag', () => {
    const word = fc
      .string({ unit: 'binary' })
      .map((text) => text.toWellFormed().replace(/["<>\p{Cc}]/gu, ''));
    const user = fc.string({ unit: fc.constantFrom(...Array.from('0123456789+#*. ()/äЇ%')) });
    const tag = fc.string({ unit: fc.constantFrom(...Array.from('aZ09@:/[]{}=&$#')), minLength: 1 });
    const uri = fc.oneof(
      user.map((text) => `tel:${text}`),
      user.map((text) => `sip:${text}@a_b`),
    );
    fc.assert(
      fc.property(word, uri, tag, (name, address, tagged) => {
        const came = message(`${name} <${address}>;tag=${tagged}`, '<sip:a@b.invalid>');
        const read = intoDialect(came);
        const value = /^From: (.*)$/m.exec(read)?.[1] ?? '';
        expect(Core.Grammar.parse(value, 'From')).not.toBe(-1);
        const sent = outOfDialect(read);
        expect(sent).toContain(`<${address.trim()}>;tag=${tagged}\r\n`);
      }),
    );
  });
});
