import { createHash, randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { appError, type AppError } from '../../common/lib/app-error.ts';

export interface ProbedAccount {
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

interface Answer {
  readonly status: number;
  readonly challenge: string | undefined;
}

/**
 * One REGISTER without a Contact (RFC 3261 section 10.2.3: it only asks for the bindings), repeated once with digest.
 * It proves user and password and leaves no trace at the registrar.
 */
export async function registerOnce(
  socket: WebSocket,
  account: ProbedAccount,
  ms: number,
): Promise<AppError | null> {
  const callId = randomBytes(12).toString('hex');
  const fromTag = randomBytes(6).toString('hex');
  const send = (sequence: number, authorization: string): Promise<Answer | undefined> => {
    const answer = nextAnswer(socket, callId, sequence, ms);
    socket.send(requestText({ account, callId, fromTag, sequence, authorization }));
    return answer;
  };
  const first = await send(1, '');
  if (first === undefined) return appError('sip.server-silent');
  if (first.status !== 401 && first.status !== 407) return judge(first.status);
  const authorization = first.challenge === undefined ? undefined : answerChallenge(first.challenge, account);
  if (authorization === undefined)
    return appError('sip.forbidden', { reason: 'no digest the program knows' });
  const header = first.status === 407 ? 'Proxy-Authorization' : 'Authorization';
  const second = await send(2, `${header}: ${authorization}\r\n`);
  return second === undefined ? appError('sip.server-silent') : judge(second.status);
}

function judge(status: number): AppError | null {
  if (status >= 200 && status < 300) return null;
  if (status === 401 || status === 407) return appError('sip.password-refused');
  if (status === 404) return appError('sip.account-unknown');
  if (status === 403) return appError('sip.forbidden');
  return appError('sip.server-unavailable', { status });
}

function requestText(request: {
  readonly account: ProbedAccount;
  readonly callId: string;
  readonly fromTag: string;
  readonly sequence: number;
  readonly authorization: string;
}): string {
  const { account, callId, fromTag, sequence, authorization } = request;
  const address = `sip:${encodeURIComponent(account.user)}@${account.domain}`;
  return (
    `REGISTER sip:${account.domain} SIP/2.0\r\n` +
    `Via: SIP/2.0/WS ${callId}.invalid;branch=z9hG4bK${randomBytes(8).toString('hex')}\r\n` +
    `Max-Forwards: 70\r\nFrom: <${address}>;tag=${fromTag}\r\nTo: <${address}>\r\n` +
    `Call-ID: ${callId}\r\nCSeq: ${sequence} REGISTER\r\n${authorization}Content-Length: 0\r\n\r\n`
  );
}

const nextAnswer = (
  socket: WebSocket,
  callId: string,
  sequence: number,
  ms: number,
): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const end = (answer: Answer | undefined): void => {
      clearTimeout(timer);
      socket.off('message', read);
      socket.off('close', lost);
      resolve(answer);
    };
    const read = (data: { toString(): string }): void => {
      const text = data.toString();
      const status = Number(/^SIP\/2\.0 (\d{3})/u.exec(text)?.[1] ?? 0);
      const ours = text.includes(callId) && new RegExp(`^CSeq:\\s*${sequence}\\b`, 'imu').test(text);
      if (!ours || status < 200) return;
      end({ status, challenge: bestChallenge(text) });
    };
    const lost = (): void => end(undefined);
    const timer = setTimeout(lost, ms);
    socket.on('message', read);
    socket.once('close', lost);
  });

/** RFC 8760: several challenges may come; MD5 is what every registrar knows, SHA-256 is taken if it stands alone. */
function bestChallenge(text: string): string | undefined {
  const challenges = [...text.matchAll(/^(?:WWW|Proxy)-Authenticate:\s*(Digest .*)$/gimu)].map(
    (match) => match[1] ?? '',
  );
  return challenges.find((challenge) => !/algorithm="?sha-256/iu.test(challenge)) ?? challenges[0];
}

const hashNames: ReadonlyMap<string, string> = new Map([
  ['md5', 'md5'],
  ['sha-256', 'sha256'],
]);

function answerChallenge(challenge: string, account: ProbedAccount): string | undefined {
  const value = (name: string): string | undefined =>
    new RegExp(`\\b${name}=(?:"([^"]*)"|([^\\s,]+))`, 'iu').exec(challenge)?.slice(1).find(Boolean);
  const algorithm = value('algorithm') ?? 'MD5';
  const hashName = hashNames.get(algorithm.toLowerCase());
  const realm = value('realm');
  const nonce = value('nonce');
  if (hashName === undefined || realm === undefined || nonce === undefined) return undefined;
  const hash = (text: string): string => createHash(hashName).update(text).digest('hex');
  const uri = `sip:${account.domain}`;
  const cnonce = randomBytes(8).toString('hex');
  const hasQop = /\bqop=/iu.test(challenge);
  const middle = hasQop ? `:00000001:${cnonce}:auth` : '';
  const response = hash(
    `${hash(`${account.user}:${realm}:${account.password}`)}:${nonce}${middle}:${hash(`REGISTER:${uri}`)}`,
  );
  const opaque = value('opaque');
  return (
    `Digest username="${account.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
    `response="${response}", algorithm=${algorithm}` +
    (hasQop ? `, qop=auth, nc=00000001, cnonce="${cnonce}"` : '') +
    (opaque === undefined ? '' : `, opaque="${opaque}"`)
  );
}
