import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
import type { Dispose } from '../common/lib/disposable.ts';
import { buildCsp, withNonce } from '../common/policy/content-policy.ts';
import { pageScheme } from '../common/policy/page-identity.ts';
import { findPageFile } from '../common/policy/page-path.ts';

/** Before `ready`, or Electron refuses. No service workers, no bypass of the content security policy. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges }]);
}

/** Serves both pages from `folder`/<page>/ with the policy headers. `lineSources` is asked anew at every load. */
export function servePages(session: Session, folder: string, lineSources: () => string[]): Dispose {
  session.protocol.handle(pageScheme, async (request) => {
    const file = request.method === 'GET' ? findPageFile(request.url) : null;
    const content = file && (await readFile(join(folder, file.page, file.path)).catch(() => null));
    if (!file || !content) return new Response(null, { status: 404 });
    const nonce = randomBytes(18).toString('base64');
    const sources = file.page === 'phone' ? lineSources() : [];
    const isHtml = file.path.endsWith('.html');
    return new Response(isHtml ? withNonce(content.toString('utf8'), nonce) : Uint8Array.from(content), {
      headers: {
        'content-type': file.contentType,
        'content-security-policy': buildCsp({ page: file.page, nonce, lineSources: sources }),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      },
    });
  });
  return () => {
    session.protocol.unhandle(pageScheme);
  };
}
