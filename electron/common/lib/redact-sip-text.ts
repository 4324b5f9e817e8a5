/** Gives parties names under which they can be followed through a trace, but not found. */
export interface Pseudonyms {
  /** A SIP or tel URI, its password, user, parameters and numeric host gone. */
  maskUri(uri: string): string;
  /** A header value of name-addr or addr-spec forms (RFC 3261 section 25.1), one or several. */
  maskParties(value: string): string;
  address(text: string): string;
  number(text: string): string;
}

/**
 * Not inside of a longer word: tags and branches are random and identify nobody. Nine digits in a row are a number even
 * there; each has its own name, so that a branch can still be followed.
 */
const longDigits = /(?<![\p{L}\d_.-])\+?\d[\d\s\-().]{3,}\d(?![\p{L}\d_])|\d{9,}/gu;
const ipv4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/gu;
const ipv6 = /(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/giu;

export function createPseudonyms(): Pseudonyms {
  const known = new Map<string, string>();
  const nameFor = (kind: string, text: string): string => {
    const key = `${kind} ${text}`;
    const name = known.get(key) ?? `${kind}-${known.size + 1}`;
    known.set(key, name);
    return name;
  };

  const maskHost = (host: string): string => {
    if (/^\[?[\da-f:.]*:[\da-f:.]*\]?$/iu.test(host) || /^[\d.]+$/u.test(host))
      return nameFor('address', host);
    // A host of letters is the exchange's; what has a number in it may be a customer's, written amiss.
    return /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*$/iu.test(host) && !/\d{4}/u.test(host)
      ? host
      : nameFor('host', host);
  };

  const maskUri = (uri: string): string => {
    const parts = /^(sips?|tel):(?:([^@]*)@)?(\[[\da-f:.]+\]|[^\s:;?@<>]+)?(?::(\d{1,5}))?(.*)$/isu.exec(
      uri.trim(),
    );
    if (parts === null) return '[masked]';
    const [, scheme = '', user, host = '', port, rest = ''] = parts;
    if (scheme.toLowerCase() === 'tel') return `tel:${nameFor('party', host)}`;
    const [name = ''] = (user ?? '').split(':');
    const whom = user === undefined ? '' : `${nameFor('party', name)}@`;
    const kept = [...rest.matchAll(/;(transport=[a-z]{2,4}|lr|ob)(?=;|$)/giu)].map(
      ([, text = '']) => `;${text}`,
    );
    return `${scheme}:${whom}${maskHost(host)}${port === undefined ? '' : `:${port}`}${kept.join('')}`;
  };

  const maskParty = (value: string): string => {
    const named = /^[^<]*<([^<>]*)>(.*)$/su.exec(value);
    const [bare = '', ...bareParams] = value.split(';');
    const uri = named === null ? bare : (named[1] ?? '');
    const params = named === null ? bareParams.join(';') : (named[2] ?? '');
    const hasName = named !== null && !value.trimStart().startsWith('<');
    const kept = [
      ...`;${params}`.matchAll(
        /;\s*(tag=[\w.!%*+`'~-]{1,80}|expires=\d{1,7}|q=[\d.]{1,5}|reason=[a-z-]{1,30})(?=\s*(?:;|$))/giu,
      ),
    ].map(([, text = '']) => (/^tag=\+?\d[\d.-]*$/u.test(text) ? ';tag=[masked]' : `;${text}`));
    return `${hasName ? '"[masked]" ' : ''}<${maskUri(uri)}>${kept.join('')}`;
  };

  return {
    maskUri,
    maskParties: (value) => splitList(value).map(maskParty).join(', '),
    address: (text) => nameFor('address', text),
    number: (text) => nameFor('number', text.replace(/\D/gu, '')),
  };
}

/** By the commas outside of quotes and angle brackets. A quote that is never closed leaves one part, which is masked. */
function splitList(value: string): string[] {
  const parts: string[] = [''];
  let isQuoted = false;
  let depth = 0;
  for (const sign of value) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (sign === '<') depth++;
    else if (sign === '>') depth = Math.max(0, depth - 1);
    if (sign === ',' && !isQuoted && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${sign}`);
  }
  return parts;
}

/** For values that are not about people: addresses and runs of digits are replaced, URIs masked. */
export function scrubText(value: string, names: Pseudonyms): string {
  return scrubSecrets(value)
    .replace(/\b(?:sips?|tel):[^\s<>",;]+/giu, (uri) => names.maskUri(uri))
    .replace(ipv4, (text) => names.address(text))
    .replace(ipv6, (text) => names.address(text))
    .replace(/"[^"]*"?/gu, '"[masked]"')
    .replace(longDigits, (text) => names.number(text));
}

/** What is secret wherever it stands: digests, nonces, passwords, keys. */
export function scrubSecrets(text: string): string {
  return text
    .replace(
      /(?<![\w-])(response|rspauth|c?nonce|nextnonce|opaque|auts|password|passwd|pwd|secret|token|access_token|api[-_]?key)(\s*[=:]\s*)(?:"[^"]*"?|'[^']*'?|[^\s,;&>]+)/giu,
      '$1$2[removed]',
    )
    .replace(userPart, (text: string, user: string) => {
      const colon = user.lastIndexOf(':');
      const before = user.slice(0, Math.max(0, colon));
      return colon === -1 || uriScheme.test(before) ? text : `${before}:[removed]@`;
    });
}

/**
 * What stands before an @. The look-behind lets a search begin only where a word does: without it a message of one long
 * word takes time by the square of its length, and a peer chooses that length.
 */
const userPart = /(?<![^\s@<>"])([^\s@<>"]+)@/gu;
/** What may stand before a colon and a user; anything else before it makes a password of what follows. */
const uriScheme = /(?:^|[^\w+.-])(?:sips?|tel|im|pres|mailto|xmpp)$/iu;
