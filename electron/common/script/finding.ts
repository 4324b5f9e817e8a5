/** What the check of a script found. Errors keep it from being used; warnings are for its author. */
export type ErrorFinding =
  | 'invalid-schema'
  | 'unknown-target'
  | 'unreachable'
  | 'dead-end'
  | 'missing-language'
  | 'unknown-field'
  | 'duplicate-key'
  | 'informal-address';

export type WarningFinding =
  'long-text' | 'diminutive' | 'glossary-term' | 'unknown-script' | 'unlisted-language' | 'informal-word';

export interface Finding {
  readonly code: ErrorFinding | WarningFinding;
  readonly node?: string;
  readonly language?: string;
  /** For people: names the answer, field or word. */
  readonly message: string;
  /** 1-based, in the file it is about: `script.yaml` without `language`, else that language's text. */
  readonly line?: number;
}

/** Leaves out what is not known, as optional keys must not hold undefined. */
export function finding(
  code: Finding['code'],
  message: string,
  where: {
    readonly node?: string | undefined;
    readonly language?: string | undefined;
    readonly line?: number | undefined;
  } = {},
): Finding {
  return {
    code,
    ...(where.node === undefined ? {} : { node: where.node }),
    ...(where.language === undefined ? {} : { language: where.language }),
    message,
    ...(where.line === undefined ? {} : { line: where.line }),
  };
}

/** A slip of one or two letters (Levenshtein distance): then one fault explains both ends of it. */
export function isSlipOf(written: string, meant: string): boolean {
  if (Math.abs(written.length - meant.length) > 2 || Math.min(written.length, meant.length) < 3) return false;
  let row = Array.from({ length: meant.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(written).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(meant).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return (row[meant.length] ?? Infinity) <= 2;
}
