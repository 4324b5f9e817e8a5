import { lookup } from 'node:dns/promises';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { appError, type AppError, type ErrorCode } from '../../common/lib/app-error.ts';
import { registerOnce, type ProbedAccount } from './register-once.ts';

export interface ProbeStep {
  readonly step: 'host' | 'port' | 'certificate' | 'websocket' | 'account';
  readonly ok: boolean;
  readonly error: AppError | null;
}

const stepMs = 5_000;

/**
 * Looks at a telephone server step by step and stops at the first fault. A page sees all of these as one closed
 * socket (code 1006, no reason), so the main process must look for itself.
 */
export async function probeServer(
  account: ProbedAccount & { readonly servers: readonly string[] },
): Promise<ProbeStep[]> {
  const steps: ProbeStep[] = [];
  const take = async (step: ProbeStep['step'], work: () => Promise<AppError | null>): Promise<boolean> => {
    const error = await work();
    steps.push({ step, ok: error === null, error });
    return error === null;
  };
  const server = account.servers[0];
  if (server === undefined) return [{ step: 'host', ok: false, error: appError('sip.not-configured') }];
  const url = new URL(server);
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  const secure = url.protocol === 'wss:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);

  if (!(await take('host', () => resolveHost(host)))) return steps;
  if (!(await take('port', () => openPort(host, port)))) return steps;
  if (secure && !(await take('certificate', () => checkCertificate(host, port)))) return steps;
  let socket: WebSocket | undefined;
  const opened = await take('websocket', async () => {
    const result = await openWebSocket(server);
    if (result instanceof WebSocket) socket = result;
    return result instanceof WebSocket ? null : result;
  });
  if (!opened || socket === undefined) return steps;
  const open = socket;
  await take('account', () => registerOnce(open, account, stepMs));
  open.close();
  return steps;
}

async function resolveHost(host: string): Promise<AppError | null> {
  try {
    await lookup(host);
    return null;
  } catch {
    return appError('sip.host-unknown', { host });
  }
}

const openPort = (host: string, port: number): Promise<AppError | null> =>
  new Promise((resolve) => {
    const socket = connectTcp({ host, port, timeout: stepMs });
    const end = (error: AppError | null): void => {
      socket.destroy();
      resolve(error);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(appError('sip.server-silent', { host, port })));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(appError(error.code === 'ECONNREFUSED' ? 'sip.port-refused' : 'sip.server-silent', { host, port })),
    );
  });

/** Names of OpenSSL's verification results, grouped by what the administrator has to mend. */
const certificateFaults: Readonly<Record<string, ErrorCode>> = {
  CERT_HAS_EXPIRED: 'sip.certificate-expired',
  CERT_NOT_YET_VALID: 'sip.certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'sip.certificate-wrong-host',
};

const checkCertificate = (host: string, port: number): Promise<AppError | null> =>
  new Promise((resolve) => {
    const socket = connectTls({
      host,
      port,
      ...(/[a-z]/iu.test(host) ? { servername: host } : {}),
      timeout: stepMs,
    });
    const end = (error: AppError | null): void => {
      socket.destroy();
      resolve(error);
    };
    socket.once('secureConnect', () => end(null));
    socket.once('timeout', () => end(appError('sip.server-silent', { host, port })));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code ?? '';
      end(appError(certificateFaults[reason] ?? 'sip.certificate-untrusted', { host, reason }));
    });
  });

const openWebSocket = (server: string): Promise<WebSocket | AppError> =>
  new Promise((resolve) => {
    const socket = new WebSocket(server, 'sip', { handshakeTimeout: stepMs });
    socket.once('open', () => resolve(socket));
    socket.once('error', (error) => {
      const silent = /timed? ?out/iu.test(error.message);
      resolve(
        appError(silent ? 'sip.server-silent' : 'sip.not-websocket', { reason: error.message.slice(0, 120) }),
      );
    });
  });
