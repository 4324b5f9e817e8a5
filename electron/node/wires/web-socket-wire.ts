import type { WebSocket } from 'ws';
import type { Wire } from '../../common/contract/wire.ts';

/** The host's end of a page's WebSocket. Text frames of JSON: what a page sends is data, never live objects. */
export function openWebSocketWire(socket: WebSocket): Wire {
  const closeListeners = new Set<() => void>();
  let closed = false;
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    closed = true;
    for (const listener of [...closeListeners]) listener();
  });
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      const receive = (data: Buffer | ArrayBuffer | Buffer[], isBinary: boolean): void => {
        if (isBinary) return;
        let message: unknown;
        try {
          message = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
        } catch {
          socket.close(1007);
          return;
        }
        listener(message);
      };
      socket.on('message', receive);
      return () => socket.off('message', receive);
    },
    onClose(listener) {
      if (closed) listener();
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close: () => {
      socket.close();
    },
  };
}
