import { connect, createServer, type Socket } from 'node:net';

/** A wire between a phone and its exchange that can be cut as a network cuts it. */
export interface Relay {
  readonly port: number;
  /** Resets every connection in both directions; new ones are taken at once. */
  cut(): void;
  close(): void;
}

export function openRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (phone) => {
    const exchange = connect({ port: target, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [
      [phone, exchange],
      [exchange, phone],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      // `close` follows every error.
      from.on('error', () => undefined);
      from.once('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const cut = (): void => {
        for (const socket of [...sockets]) socket.resetAndDestroy();
      };
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        cut,
        close() {
          server.close();
          cut();
        },
      });
    });
  });
}
