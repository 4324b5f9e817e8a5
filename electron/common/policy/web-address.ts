interface ParsedAddress {
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly host: string;
  readonly port: string;
  readonly username: string;
  readonly password: string;
  readonly pathname: string;
}

// Every runtime of the program has URL (WHATWG URL standard); this project knows neither DOM nor Node types.
declare const URL: { new (text: string): ParsedAddress; canParse(text: string): boolean };

/** Reads an absolute address, `null` if it is none. Compare only what this returns, never the text that came in. */
export function parseAddress(text: string): ParsedAddress | null {
  return URL.canParse(text) ? new URL(text) : null;
}
