/** The first value of a header, unfolded (RFC 3261 section 7.3.1); undefined if there is none. */
export function readHeader(message: string, names: readonly string[]): string | undefined {
  const value = linesOf(names).exec(splitBody(message).head)?.[1];
  return value === undefined ? undefined : unfold(value);
}

/** Gives every header of these names, say `['contact', 'm']`, a new line; `value` comes unfolded. */
export function rewriteHeader(
  message: string,
  names: readonly string[],
  rewrite: (value: string, line: string) => string,
): string {
  const { head, rest } = splitBody(message);
  return head.replaceAll(linesOf(names), (line, value: string) => rewrite(unfold(value), line)) + rest;
}

function splitBody(message: string): { readonly head: string; readonly rest: string } {
  const end = message.indexOf('\r\n\r\n');
  return end < 0 ? { head: message, rest: '' } : { head: message.slice(0, end), rest: message.slice(end) };
}

function linesOf(names: readonly string[]): RegExp {
  return new RegExp(`(?<=\\r\\n)(?:${names.join('|')})[ \\t]*:((?:[^\\r\\n]|\\r\\n[ \\t])*)`, 'gi');
}

function unfold(value: string): string {
  return value.replace(/\r\n[ \t]+/g, ' ').trim();
}
