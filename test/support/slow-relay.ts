import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A longer way between two ends that both believe to talk to this machine. */
export interface SlowRelay {
  /** Where the one end sends to, in place of the port of the other. */
  readonly port: number;
  /** Each way, of everything that comes from now on, in milliseconds. */
  delayMs: number;
  close(): void;
}

const host = '127.0.0.1';

async function openPort(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, host);
  await once(socket, 'listening');
  return socket;
}

/** Carries packets to `targetPort` on this machine and back to whoever sent the last one. */
export async function openSlowRelay(targetPort: number): Promise<SlowRelay> {
  const [near, far] = [await openPort(), await openPort()];
  const timers = new Set<NodeJS.Timeout>();
  let sender: number | undefined;
  const relay: SlowRelay = {
    port: near.address().port,
    delayMs: 0,
    close() {
      for (const timer of timers) clearTimeout(timer);
      near.close();
      far.close();
    },
  };
  const carry = (send: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      send();
    }, relay.delayMs);
    timers.add(timer);
  };
  near.on('message', (packet, { port }) => {
    sender = port;
    carry(() => far.send(packet, targetPort, host));
  });
  far.on('message', (packet) => {
    carry(() => {
      if (sender !== undefined) near.send(packet, sender, host);
    });
  });
  return relay;
}
