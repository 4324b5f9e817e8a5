import { pageScheme, type PageName } from './page-identity.ts';
import { parseAddress } from './web-address.ts';

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  wasm: 'application/wasm',
  al: 'application/octet-stream',
};

export interface PageFile {
  readonly page: PageName;
  /** Path below the folder of the page, segments parted by `/`, never outside it on any system. */
  readonly path: string;
  readonly contentType: string;
}

/**
 * The file an address of the private scheme stands for, `null` if it stands for none. Works on the address as text
 * and refuses whatever any file system might read as something else: `..`, separators hidden by percent-encoding,
 * drive letters and alternate streams (`:`), NUL, the trailing dots and blanks Windows strips, hidden files.
 */
export function findPageFile(address: string): PageFile | null {
  const parsed = parseAddress(address);
  if (parsed?.protocol !== `${pageScheme}:` || hasCredentials(parsed)) return null;
  // `host` and not `hostname`: a port makes it another origin.
  const page = parsed.host;
  if (page !== 'desk' && page !== 'phone') return null;
  const path = ['', '/'].includes(parsed.pathname) ? 'index.html' : decodePath(parsed.pathname);
  const extension = path?.slice(path.lastIndexOf('.') + 1) ?? '';
  const contentType = Object.hasOwn(contentTypes, extension) ? contentTypes[extension] : undefined;
  if (path === null || contentType === undefined) return null;
  return { page, path, contentType };
}

const hasCredentials = (address: { readonly username: string; readonly password: string }): boolean =>
  address.username !== '' || address.password !== '';

function decodePath(pathname: string): string | null {
  const segments: string[] = [];
  for (const encoded of pathname.slice(1).split('/')) {
    const segment = decodeSegment(encoded);
    if (segment === null || !isPlainName(segment)) return null;
    segments.push(segment);
  }
  return segments.join('/');
}

declare function decodeURIComponent(text: string): string;

function decodeSegment(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/** Names as the bundler writes them; anything else is not ours. */
const isPlainName = (segment: string): boolean =>
  /^[A-Za-z0-9_@][A-Za-z0-9._@-]*$/.test(segment) && !segment.endsWith('.') && !segment.includes('..');
