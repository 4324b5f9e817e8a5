import { exhausted } from '../lib/exhaustive.ts';
import type { PageName } from './page-identity.ts';
import { parseAddress } from './web-address.ts';

export interface ContentPolicyInput {
  readonly page: PageName;
  /** Fresh for every response: 128 random bits or more, base64 or hex. */
  readonly nonce: string;
  /** Sources the phone may connect to, from `lineSources`. The desk has no network at all. */
  readonly lineSources: readonly string[];
  /** The development server of the pages (`http://127.0.0.1:5173`); never set in a packaged program. */
  readonly developmentServer?: string;
}

const everyPage = [
  "default-src 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
] as const;

/** The Content-Security-Policy header of a page. Throws on a nonce that could end the directive: that is a defect. */
export function buildCsp(input: ContentPolicyInput): string {
  if (!/^[A-Za-z0-9+/=_-]{16,}$/.test(input.nonce)) throw new Error('The nonce is not base64');
  const development = input.developmentServer === undefined ? [] : [input.developmentServer];
  const script = ["script-src 'self'", ...scriptExtras[input.page], ...development].join(' ');
  return [...everyPage, script, ...pageDirectives(input, development)].join('; ');
}

/** The noise suppression of the phone is WebAssembly; that allows no eval of JavaScript. */
const scriptExtras = { phone: ["'wasm-unsafe-eval'"], desk: [] } as const;

function pageDirectives(input: ContentPolicyInput, development: readonly string[]): string[] {
  // Vite's client talks to its server over a WebSocket of the same address.
  const connect = [...development, ...development.map((source) => source.replace(/^http/, 'ws'))];
  switch (input.page) {
    case 'phone':
      return [
        "media-src 'self' blob:",
        ["connect-src 'self'", ...input.lineSources.filter(isLineSource), ...connect].join(' '),
      ];
    case 'desk':
      return [
        // react-aria-components adds one style element at run time and takes the nonce from a meta element.
        `style-src 'self' 'nonce-${input.nonce}'`,
        "img-src 'self' data:",
        "font-src 'self'",
        ["connect-src 'self'", ...connect].join(' '),
      ];
    default:
      return exhausted(input.page);
  }
}

const isLineSource = (source: string): boolean => /^wss?:\/\/[A-Za-z0-9.\-[\]:]+(:\*)?$/.test(source);

export interface Line {
  readonly practice: boolean;
  readonly servers: readonly string[];
}

/**
 * The sources for `connect-src` that the line needs, made from the addresses of the telephone servers: scheme, host
 * and port, no path. In practice mode the exchange listens on a port of its own choice on this machine. Several lines
 * when both the settings file and `--config` name one.
 */
export function lineSources(lines: readonly Line[]): string[] {
  const sources = lines.flatMap(({ practice, servers }) => [
    ...(practice ? ['ws://127.0.0.1:*'] : []),
    ...servers.flatMap(socketSource),
  ]);
  return [...new Set(sources)];
}

function socketSource(server: string): string[] {
  const address = parseAddress(server);
  const isSocket = address?.protocol === 'wss:' || address?.protocol === 'ws:';
  return isSocket ? [`${address.protocol}//${address.host}`] : [];
}

/** Puts the nonce of this response into the page: `<meta name="csp-nonce">` first in the head. */
export function withNonce(html: string, nonce: string): string {
  const bare = html.replace(/<meta\s[^>]*name="csp-nonce"[^>]*>/gi, '');
  return bare.replace(
    /<head(\s[^>]*)?>/i,
    (head) => `${head}<meta name="csp-nonce" nonce="${nonce}" content="${nonce}">`,
  );
}
