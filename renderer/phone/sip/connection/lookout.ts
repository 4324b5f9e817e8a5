import { runGuarded, type ReportDefect } from '../lib/guard.ts';
import type { OpenSocket } from './sip-transport.ts';

/** Tries whether a server takes connections. One look at a time: a new one ends the one before. */
export interface Lookout {
  look(url: string, onFound: () => void): void;
  stop(): void;
}

export function createLookout(openSocket: OpenSocket, reportDefect: ReportDefect): Lookout {
  let looking: WebSocket | undefined;

  const stop = (): void => {
    const socket = looking;
    looking = undefined;
    runGuarded(reportDefect, 'lookout-close', () => socket?.close(1000));
  };
  return {
    look(url, onFound) {
      stop();
      runGuarded(reportDefect, 'lookout-open', () => {
        const socket = openSocket(url);
        looking = socket;
        socket.addEventListener('open', () => {
          if (looking !== socket) return;
          stop();
          onFound();
        });
        // `close` follows every `error`; without a listener, sockets of Node would throw.
        socket.addEventListener('error', () => undefined);
      });
    },
    stop,
  };
}
