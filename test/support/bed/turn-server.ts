import { join } from 'node:path';
import { startChild } from './child.ts';

/** A relay (RFC 8656) as stands in front of many call centres: coturn, with one user. */
export interface TurnServer {
  /** Over UDP. */
  readonly url: string;
  readonly username: string;
  readonly credential: string;
  stop(): Promise<void>;
}

const port = 3478;
const username = 'bed';
const credential = 'secret-relay';
const readyMs = 10_000;

/**
 * Starts coturn at 127.0.0.1:3478, UDP and TCP. It relays from 20900 to 20999, which `loseAllMedia` lets pass, and to
 * 127.0.0.1 too, which it does for nobody unless told.
 */
export async function startTurnServer(folder: string): Promise<TurnServer> {
  const options = [
    ...['-n', '--log-file', 'stdout', '--simple-log', '--verbose', '--no-cli', '--no-tls', '--no-dtls'],
    ...['--listening-ip', '127.0.0.1', '--listening-port', String(port), '--relay-ip', '127.0.0.1'],
    ...['--min-port', '20900', '--max-port', '20999', '--allow-loopback-peers'],
    ...['--lt-cred-mech', '--realm', 'pbx.test', '--user', `${username}:${credential}`],
    ...['--userdb', join(folder, 'turn.db'), '--pidfile', join(folder, 'turn.pid')],
  ];
  const server = startChild('turnserver', options, { folder, log: join(folder, 'turn.log') });
  try {
    await server.untilOutput(/UDP listener opened on: 127\.0\.0\.1:3478/u, readyMs);
    await server.untilOutput(/TCP listener opened on : 127\.0\.0\.1:3478/u, readyMs);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: `turn:127.0.0.1:${port}`, username, credential, stop: () => server.stop() };
}
