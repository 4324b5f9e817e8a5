import { pageScheme, type PageName } from './page-identity.ts';
import { parseAddress } from './web-address.ts';

/** Whether a window may go to an address. Each window shows its own page and nothing else, ever. */
export function mayNavigate(page: PageName | null, address: string): boolean {
  const parsed = parseAddress(address);
  return page !== null && parsed?.protocol === `${pageScheme}:` && parsed.host === page;
}

const pageNetwork: ReadonlySet<string> = new Set([`${pageScheme}:`, 'blob:', 'data:', 'ws:', 'wss:']);

/**
 * Whether a page may request an address at all: a second fence behind the content security policy, which narrows
 * WebSockets to the configured servers. `file:` and the web are closed to every page.
 */
export function mayRequest(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && pageNetwork.has(parsed.protocol);
}

/**
 * The address to hand to the system's browser, `null` if it must not leave. Only `https:` to a host the
 * administrator named, without user or password in it, and newly written out, never the text that came in.
 */
export function decideExternal(address: string, allowedHosts: readonly string[]): string | null {
  const parsed = parseAddress(address);
  if (parsed?.protocol !== 'https:') return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  return allowedHosts.includes(parsed.hostname) ? parsed.href : null;
}
