import { createSocket, type Socket } from 'node:dgram';
import {
  formatSipMessage,
  freshToken,
  parseSipMessage,
  type MessageParts,
  type SipMessage,
} from '../sip/sip-message.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { trunkCustomerTone } from './pitches.ts';
import { openRtpEnd, type RtpEnd } from './rtp-end.ts';

export type Wanted = string | number | ((message: SipMessage) => boolean);

/** One call at the far end, of which a test writes every word. */
export interface TrunkCall {
  readonly callId: string;
  /** The INVITE that began it. */
  readonly invite: SipMessage;
  /** The next message of that method or status in this call that no other wait has taken. */
  next(wanted: Wanted, timeoutMs?: number): Promise<SipMessage>;
  /** How many different messages of that kind came, read or not. Repetitions of the transport do not count. */
  count(wanted: Wanted): number;
  /** Answers a request of this call. */
  reply(request: SipMessage, status: number, parts?: MessageParts): void;
  /** A request within the call; also before the call stands. */
  request(method: string, parts?: MessageParts): void;
  /** Acknowledges a 200 to our INVITE or re-INVITE. */
  acknowledge(answer: SipMessage, parts?: MessageParts): void;
  /** Takes our INVITE back. */
  cancel(headers?: readonly string[]): void;
  /** Our INVITE once more on another way through the network (RFC 3261 section 8.2.2.2). */
  fork(): void;
}

/** A far end behind the proxy on UDP at 127.0.0.1:5090: customers, gateways and their misbehaviour. */
export interface Trunk {
  readonly sound: RtpEnd;
  /** A description of its sound; `events: false` leaves telephone-event out. */
  describe(options?: { readonly direction?: string; readonly events?: boolean }): string;
  /** Calls an operator. Without `body` the offer is its own; '' makes none. */
  call(user: string, parts?: MessageParts): TrunkCall;
  /** The next call that comes in. */
  untilCalled(): Promise<TrunkCall>;
  stop(): void;
}

const port = 5090;
const proxyPort = 5060;
const ownContact = `<sip:trunk@127.0.0.1:${port}>`;

export async function startTrunk(): Promise<Trunk> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.bind(port, '127.0.0.1', done));
  const messages = createEventLog<SipMessage>('trunk');
  const sound = await openRtpEnd(20_800, trunkCustomerTone);
  listen(socket, messages);
  let version = 0;
  let read = 0;

  const describe: Trunk['describe'] = ({ direction = 'sendrecv', events = true } = {}) =>
    [
      'v=0',
      `o=trunk 1 ${(version += 1)} IN IP4 127.0.0.1`,
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      `m=audio ${sound.port} RTP/AVP 8${events ? ' 101' : ''}`,
      'a=rtpmap:8 PCMA/8000',
      ...(events ? ['a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-16'] : []),
      'a=ptime:20',
      `a=${direction}`,
      '',
    ].join('\r\n');
  const write: Write = (text) => socket.send(text, proxyPort, '127.0.0.1');

  return {
    sound,
    describe,
    call: (user, parts = {}) => makeCall(write, messages, user, { body: describe(), ...parts }),
    async untilCalled() {
      const invite = await messages.until('a call comes in', isFirstInvite, { since: read });
      read = messages.all().indexOf(invite) + 1;
      return takeCall(write, messages, invite);
    },
    stop() {
      sound.close();
      socket.close();
    },
  };
}

type Write = (text: string) => void;

const isFirstInvite = (message: SipMessage): boolean =>
  message.method === 'INVITE' && message.tag('to') === '';

/** UDP: what comes a second time is answered as the first time and is no news (RFC 3261 section 17.2). */
function listen(socket: Socket, messages: EventLog<SipMessage>): void {
  const known = new Set<string>();
  socket.on('message', (data) => {
    const message = parseSipMessage(data.toString('utf8'));
    const key = [
      message.header('via'),
      message.header('cseq'),
      message.method,
      message.status,
      message.tag('to'),
    ];
    if (known.has(key.join(' '))) return;
    known.add(key.join(' '));
    messages.add(message);
  });
}

interface Dialog {
  readonly callId: string;
  readonly local: string;
  remote: string;
  target: string;
  routes: readonly string[];
  cseq: number;
}

const routeHeaders = (routes: readonly string[]): string[] => routes.map((route) => `Route: ${route}`);
const contactOf = (message: SipMessage): string => /<([^>]+)>/u.exec(message.header('contact'))?.[1] ?? '';
/** The branch of a transaction is new; a proxy does not look at the rest. */
const freshVia = (): string => `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${freshToken('trunk')}`;

function makeCall(
  write: Write,
  messages: EventLog<SipMessage>,
  user: string,
  parts: MessageParts,
): TrunkCall {
  const uri = `sip:${user}@pbx.test`;
  const dialog: Dialog = {
    callId: freshToken('trunk-call-'),
    local: `"Erika Mustermann" <sip:+4930123456@pbx.test>;tag=${freshToken('trunk')}`,
    remote: `<${uri}>`,
    target: uri,
    routes: [],
    cseq: 1,
  };
  const common = [
    'Max-Forwards: 70',
    `From: ${dialog.local}`,
    `To: ${dialog.remote}`,
    `Call-ID: ${dialog.callId}`,
  ];
  const inviteOn = (via: string): string =>
    formatSipMessage(
      `INVITE ${uri} SIP/2.0`,
      [via, ...common, 'CSeq: 1 INVITE', `Contact: ${ownContact}`],
      parts,
    );
  const via = freshVia();
  const text = inviteOn(via);
  write(text);
  return {
    ...handleCall(write, messages, dialog),
    invite: parseSipMessage(text),
    cancel: (headers = []) =>
      write(formatSipMessage(`CANCEL ${uri} SIP/2.0`, [via, ...common, 'CSeq: 1 CANCEL', ...headers], {})),
    fork: () => write(inviteOn(freshVia())),
  };
}

function takeCall(write: Write, messages: EventLog<SipMessage>, invite: SipMessage): TrunkCall {
  const dialog: Dialog = {
    callId: invite.header('call-id'),
    local: `${invite.header('to')};tag=${freshToken('trunk')}`,
    remote: invite.header('from'),
    target: contactOf(invite),
    routes: invite.headers('record-route'),
    cseq: 100,
  };
  const impossible = (): never => {
    throw new Error('this call was made by the other side');
  };
  return { ...handleCall(write, messages, dialog, [invite]), invite, cancel: impossible, fork: impossible };
}

function handleCall(
  write: Write,
  messages: EventLog<SipMessage>,
  dialog: Dialog,
  read: readonly SipMessage[] = [],
): Omit<TrunkCall, 'invite' | 'cancel' | 'fork'> {
  const taken = new Set(read);
  const isOurs = (message: SipMessage): boolean => message.header('call-id') === dialog.callId;
  const send = (method: string, cseq: number, parts: MessageParts): void => {
    const headers = [
      freshVia(),
      ...routeHeaders(dialog.routes),
      'Max-Forwards: 70',
      `From: ${dialog.local}`,
      `To: ${dialog.remote}`,
      `Call-ID: ${dialog.callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: ${ownContact}`,
    ];
    write(formatSipMessage(`${method} ${dialog.target} SIP/2.0`, headers, parts));
  };
  /** The far tag, its address and the way there come with its first answer that makes a dialog. */
  const learn = (answer: SipMessage): void => {
    if (answer.tag('to') !== '') dialog.remote = answer.header('to');
    if (answer.header('contact') !== '') dialog.target = contactOf(answer);
    if (dialog.routes.length === 0) dialog.routes = answer.headers('record-route').toReversed();
  };
  return {
    callId: dialog.callId,
    async next(wanted, timeoutMs = 10_000) {
      const found = await messages.until(
        `${describeWanted(wanted)} in ${dialog.callId}`,
        (message) => isOurs(message) && !taken.has(message) && isWanted(message, wanted),
        { timeoutMs },
      );
      taken.add(found);
      if (found.method === 'INVITE') dialog.target = contactOf(found);
      if (found.status > 100 && found.status < 300 && /INVITE/u.test(found.header('cseq'))) learn(found);
      return found;
    },
    count: (wanted) =>
      messages.all().filter((message) => isOurs(message) && isWanted(message, wanted)).length,
    reply(request, status, parts = {}) {
      const to = request.tag('to') === '' ? dialog.local : request.header('to');
      const headers = [
        ...request.headers('via').map((via) => `Via: ${via}`),
        ...request.headers('record-route').map((route) => `Record-Route: ${route}`),
        `From: ${request.header('from')}`,
        `To: ${status === 100 ? request.header('to') : to}`,
        `Call-ID: ${dialog.callId}`,
        `CSeq: ${request.header('cseq')}`,
        `Contact: ${ownContact}`,
      ];
      write(formatSipMessage(`SIP/2.0 ${status} Scripted`, headers, parts));
    },
    request(method, parts = {}) {
      dialog.cseq += 1;
      send(method, dialog.cseq, parts);
    },
    acknowledge(answer, parts = {}) {
      send('ACK', Number.parseInt(answer.header('cseq'), 10), parts);
    },
  };
}

const isWanted = (message: SipMessage, wanted: Wanted): boolean =>
  typeof wanted === 'function'
    ? wanted(message)
    : typeof wanted === 'number'
      ? message.status === wanted
      : message.method === wanted;

const describeWanted = (wanted: Wanted): string =>
  typeof wanted === 'function' ? 'a message' : String(wanted);
