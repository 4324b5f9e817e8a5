import { join } from 'node:path';
import { startChild } from './child.ts';

/** A relay (RFC 8656) as stands in front of many call centres: coturn, with one user. */
export interface TurnServer {
  /** Over UDP. */
  readonly url: string;
  /** Over TLS, with the certificate given. */
  readonly securedUrl: string;
  readonly username: string;
  readonly credential: string;
  /** Everything it wrote so far: who asked for what. */
  output(): string;
  stop(): Promise<void>;
}

const username = 'bed';
const credential = 'secret-relay';
const readyMs = 10_000;

/** Each has the certificate of its name in the bed's folder (RFC 8656 section 2 for the ports). */
const ports = {
  good: { plain: 3478, secured: 5349 },
  untrusted: { plain: 3480, secured: 5351 },
} as const;

/**
 * Starts coturn at 127.0.0.1, over UDP, TCP and TLS. It relays from 20900 to 20999, which `loseAllMedia` lets pass, and to
 * 127.0.0.1 too, which it does for nobody unless told.
 */
export async function startTurnServer(folder: string, name: keyof typeof ports): Promise<TurnServer> {
  const { plain, secured } = ports[name];
  const options = [
    ...['-n', '--log-file', 'stdout', '--simple-log', '--verbose', '--no-cli', '--no-dtls'],
    ...['--listening-ip', '127.0.0.1', '--listening-port', String(plain), '--relay-ip', '127.0.0.1'],
    ...['--tls-listening-port', String(secured)],
    ...['--cert', join(folder, `${name}.pem`), '--pkey', join(folder, `${name}.key`)],
    ...['--min-port', '20900', '--max-port', '20999', '--allow-loopback-peers'],
    ...['--lt-cred-mech', '--realm', 'pbx.test', '--user', `${username}:${credential}`],
    ...['--userdb', join(folder, `turn-${name}.db`), '--pidfile', join(folder, `turn-${name}.pid`)],
  ];
  const server = startChild('turnserver', options, { folder, log: join(folder, `turn-${name}.log`) });
  try {
    await server.untilOutput(new RegExp(`UDP listener opened on: 127\\.0\\.0\\.1:${plain}`, 'u'), readyMs);
    for (const port of [plain, secured])
      await server.untilOutput(new RegExp(`TCP listener opened on : 127\\.0\\.0\\.1:${port}`, 'u'), readyMs);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url: `turn:127.0.0.1:${plain}`,
    securedUrl: `turns:127.0.0.1:${secured}`,
    username,
    credential,
    output: () => server.output(),
    stop: () => server.stop(),
  };
}
