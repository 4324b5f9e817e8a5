import { readParameters, splitOutsideQuotes } from './split-list.ts';

/** One Via value (RFC 3261 section 20.42). */
export interface Via {
  readonly transport: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly branch: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
}

const form =
  /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9-]+)\s+(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?:\s*:\s*(\d{1,5}))?$/;

export function parseVia(value: string): Via | undefined {
  const parts = splitOutsideQuotes(value, ';');
  const match = form.exec(parts?.[0] ?? '');
  if (parts === undefined || match?.[1] === undefined || match[2] === undefined) return undefined;
  const parameters = readParameters(parts.slice(1));
  return {
    transport: match[1].toUpperCase(),
    host: match[2].toLowerCase(),
    port: match[3] === undefined ? undefined : Number(match[3]),
    branch: parameters.get('branch'),
    parameters,
  };
}

/**
 * Notes where the request really came from (RFC 3261 section 18.2.1, RFC 3581). A browser writes a random `.invalid`
 * host (RFC 7118 section 5.1), so `received` is nearly always added; `rport` only where it was asked for.
 */
export function markReceived(value: string, address: string, port: number): string {
  const via = parseVia(value);
  if (via === undefined) return value;
  const bare = value.replace(/;\s*(received|rport)(\s*=\s*[^;]*)?(?=;|$)/gi, '');
  const rport = via.parameters.has('rport') ? `;rport=${port}` : '';
  return via.host === address && rport === '' ? bare : `${bare};received=${address}${rport}`;
}
