import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Wire } from '../common/contract/wire.ts';
import { buildCsp, withNonce } from '../common/policy/content-policy.ts';
import { findPageFile } from '../common/policy/page-path.ts';
import { openWebSocketWire } from '../node/wires/web-socket-wire.ts';
import type { PageName } from '../shell/pages.ts';
import { reloadCode } from './reload-code.ts';

export interface PageServer {
  readonly port: number;
  /** With the token behind `#`: a fragment is never sent to a server and stays out of logs. */
  readonly address: string;
  /** Tells the page to load anew, whichever browser shows it. */
  reload(): void;
  close(): Promise<void>;
}

/**
 * Serves one page on an origin of its own: 127.0.0.1 only, Host and Origin checked against DNS rebinding, the wire
 * behind a token of this start that is compared in constant time, one client at a time.
 */
export async function servePage(options: {
  readonly page: PageName;
  readonly folder: string;
  readonly preload: string;
  readonly port: number;
  /** What the phone page may connect to: the telephone servers. */
  readonly lineSources: () => readonly string[];
  readonly onConnect: (wire: Wire) => void;
}): Promise<PageServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => {
      response.writeHead(500).end();
    });
  });
  const port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  let current: Wire | undefined;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isAllowed(request, origin, token)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      // A reload connects before the old page's socket is seen to close.
      current?.close();
      current = openWebSocketWire(client);
      options.onConnect(current);
    });
  });

  return {
    port,
    address: `${origin}/#${token}`,
    reload: () => {
      for (const client of sockets.clients) client.close(reloadCode);
    },
    async close() {
      current?.close();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

function isAllowed(request: IncomingMessage, origin: string, token: string): boolean {
  const given = new URL(request.url ?? '/', origin);
  if (given.pathname !== '/wire' || request.headers.origin !== origin) return false;
  if (`http://${request.headers.host ?? ''}` !== origin) return false;
  const offered = Buffer.from(given.searchParams.get('token') ?? '');
  const wanted = Buffer.from(token);
  return offered.length === wanted.length && timingSafeEqual(offered, wanted);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: Parameters<typeof servePage>[0],
): Promise<void> {
  const { host = '' } = request.headers;
  if (!/^127\.0\.0\.1:\d+$/u.test(host) || request.method !== 'GET') {
    response.writeHead(403).end();
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const headers = {
    'content-security-policy': buildCsp({ page: options.page, nonce, lineSources: options.lineSources() }),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
  const { pathname } = new URL(request.url ?? '/', `http://${host}`);
  if (pathname === '/favicon.ico') {
    // Every browser asks; a 404 would stand in its console as an error.
    response.writeHead(204, headers).end();
    return;
  }
  const file = pathname === '/preload.js' ? preloadFile(options) : pageFile(options, pathname);
  const content = file === null ? null : await readFile(file.path).catch(() => null);
  if (file === null || content === null) {
    response.writeHead(404, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': file.contentType });
  response.end(
    file.contentType.startsWith('text/html') ? withPreload(content.toString('utf8'), nonce) : content,
  );
}

type Served = { readonly path: string; readonly contentType: string } | null;

const preloadFile = ({ preload }: { readonly preload: string }): Served => ({
  path: preload,
  contentType: 'text/javascript; charset=utf-8',
});

/** The rule that maps addresses to files is the one of the private scheme under Electron. */
function pageFile(
  { page, folder }: { readonly page: PageName; readonly folder: string },
  pathname: string,
): Served {
  const found = findPageFile(`offhook://${page}${pathname}`);
  return found === null ? null : { path: join(folder, found.path), contentType: found.contentType };
}

/** The preload runs before the page's own script, as it does under Electron. */
const withPreload = (html: string, nonce: string): string =>
  withNonce(html, nonce).replace(
    /<head(\s[^>]*)?>/iu,
    (head) => `${head}<script src="/preload.js"></script>`,
  );

export const pageFolder = (resources: string, page: PageName): string => join(resources, 'renderer', page);
