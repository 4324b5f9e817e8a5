import type { Plugin } from 'vite';

const grammarFile = /[\\/]sip\.js[\\/]lib[\\/]grammar[\\/]pegjs[\\/]dist[\\/]grammar\.js$/u;
const table = 'const peg$bytecode = [';

/**
 * The parser of sip.js 0.21.2 unpacks its whole grammar, 240 rules, before it reads one header, and forgets it after it:
 * 0.13–0.2 ms of 0.16–0.25 ms a header (measured), at some twenty headers a message while a call waits to be shown. The
 * table is the same each time and only read, so it is kept.
 */
export function decodeOnce(source: string): string {
  if (source.split(table).length !== 2)
    throw new Error('The grammar of sip.js is another one than that of 0.21.2.');
  return `let peg$decoded;\n${source.replace(table, () => 'const peg$bytecode = peg$decoded ??= [')}`;
}

export function decodeGrammarOnce(): Plugin {
  return {
    name: 'decode-grammar-once',
    enforce: 'pre',
    transform: (source, id) => (grammarFile.test(id) ? { code: decodeOnce(source), map: null } : null),
  };
}
