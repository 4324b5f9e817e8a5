import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface PeerServer {
  readonly address: string;
  close(): void;
}

export const peerPages = {
  'SessionManager of sip.js': new URL('./page/session-manager.ts', import.meta.url),
  JsSIP: new URL('./page/js-sip.ts', import.meta.url),
} as const;

export type PeerName = keyof typeof peerPages;

/** Builds the page of a peer as the pages of the app are built, and serves it on an origin of its own. */
export async function servePeer(peer: PeerName): Promise<PeerServer> {
  const built = await build({
    entryPoints: [fileURLToPath(peerPages[peer])],
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'chrome140',
    format: 'iife',
    write: false,
    logLevel: 'warning',
  });
  const script = built.outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/phone.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : '<!doctype html><body><script src="/phone.js"></script>');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        address: `http://127.0.0.1:${port}/`,
        close: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}
