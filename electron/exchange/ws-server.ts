import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { appError } from '../common/lib/app-error.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';
import type { Flow } from './proxy/flow.ts';
import { maximumMessageBytes } from './sip/parse-message.ts';
import { serialiseMessage } from './sip/serialise-message.ts';

const loopback = '127.0.0.1';
/** A client that does not answer the closing handshake is cut off after this. */
const closingPatienceMs = 500;

export interface WsServerHandlers {
  onOpen(flow: Flow): void;
  onData(flow: Flow, data: Uint8Array): void;
  onClose(flow: Flow): void;
}

export interface WsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * SIP over WebSocket (RFC 7118), reachable from this machine only. Text and binary messages are taken alike, answers
 * are text. The double CRLF of RFC 5626 section 3.5.1 is answered here with one.
 */
export async function openWsServer(port: number, handlers: WsServerHandlers): Promise<Result<WsServer>> {
  const server = new WebSocketServer({
    host: loopback,
    port,
    maxPayload: maximumMessageBytes,
    perMessageDeflate: false,
    handleProtocols: () => 'sip',
    verifyClient: ({ req }, answer) => {
      const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
      // Without the sub-protocol it is no SIP client (RFC 7118 section 4.1).
      if (offered.includes('sip')) answer(true);
      else answer(false, 400, 'Sub-protocol sip required');
    },
  });
  let nextFlow = 1;
  server.on('connection', (socket, request) => {
    const flow: Flow = {
      id: `ws${nextFlow++}`,
      address: loopback,
      port: request.socket.remotePort ?? 0,
      trusted: false,
      send: (message) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(serialiseMessage(message));
      },
    };
    handlers.onOpen(flow);
    socket.on('message', (data) => {
      const bytes = Buffer.isBuffer(data)
        ? data
        : Array.isArray(data)
          ? Buffer.concat(data)
          : Buffer.from(data);
      const text = bytes.length <= 4 ? bytes.toString('latin1') : '';
      if (text === '\r\n\r\n') socket.send('\r\n');
      else if (text !== '\r\n' && bytes.length > 0) handlers.onData(flow, bytes);
    });
    socket.on('close', () => handlers.onClose(flow));
    // A broken frame closes the socket by itself; the event only must not go unheard.
    socket.on('error', () => undefined);
  });
  try {
    await once(server, 'listening');
  } catch {
    return fail(appError('host.port-taken', { port }));
  }
  const { port: actual } = server.address() as AddressInfo;
  return ok({
    port: actual,
    close: () =>
      new Promise<void>((resolve) => {
        const patience = setTimeout(() => {
          for (const socket of server.clients) socket.terminate();
        }, closingPatienceMs);
        server.close(() => {
          clearTimeout(patience);
          resolve();
        });
        // What was sent before, a BYE perhaps, goes out first.
        for (const socket of server.clients) socket.close(1001);
      }),
  });
}
