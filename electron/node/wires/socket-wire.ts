import type { Socket } from 'node:net';
import type { Wire } from '../../common/contract/wire.ts';

const maxLineBytes = 1024 * 1024;

/** JSON lines over a local socket: what `ctl` speaks, so that any program can. */
export function openSocketWire(socket: Socket): Wire {
  const messageListeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();
  let rest = '';

  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    rest += chunk;
    if (rest.length > maxLineBytes) {
      socket.destroy();
      return;
    }
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) deliver(line);
  });
  // Without a listener a reset by the other side would end the whole process.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const listener of [...closeListeners]) listener();
  });

  const deliver = (line: string): void => {
    if (line.trim() === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      socket.destroy();
      return;
    }
    for (const listener of [...messageListeners]) listener(message);
  };

  return {
    send: (message) => {
      if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onClose(listener) {
      if (socket.destroyed) listener();
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close: () => {
      socket.end();
    },
  };
}
