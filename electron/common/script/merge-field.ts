/** `{{ path }}`, `{{ path | filter }}` or `{{ path | filter: "argument" }}`: the part of Liquid that scripts may use. */
export const mergeFilters = [
  'default',
  'upcase',
  'downcase',
  'capitalize',
  'date',
  'time',
  'money',
  'number',
  'phone',
  'digits',
] as const;
export type MergeFilter = (typeof mergeFilters)[number];

export interface MergeField {
  readonly path: string;
  /** What stands between the braces. */
  readonly expression: string;
}

export interface MergeText {
  /** In the order of the text: plain pieces and fields. */
  readonly pieces: readonly (string | MergeField)[];
  /** Malformed braces and unknown filters, for people. */
  readonly problems: readonly string[];
}

const braces = /\{\{([^{}]*)\}\}/gu;
const name = String.raw`[^\s|"'.:{}[\]]+`;
const expression = new RegExp(
  String.raw`^\s*(${name}(?:\.${name})*)\s*((?:\|\s*\w+\s*(?::\s*"[^"]*"\s*)?)*)$`,
  'u',
);
const filterNames = /\|\s*(\w+)\s*(?::\s*"[^"]*")?/gu;

/** Splits words at their merge fields; says what is malformed. Liquid tags (`{% … %}`) are malformed. */
export function readMergeText(text: string): MergeText {
  const pieces: (string | MergeField)[] = [];
  const problems: string[] = [];
  let end = 0;
  const plain = (piece: string) => {
    if (piece === '') return;
    if (/[{}]/u.test(piece)) problems.push(`malformed braces near "${excerpt(piece)}"`);
    pieces.push(piece);
  };
  for (const match of text.matchAll(braces)) {
    plain(text.slice(end, match.index));
    end = match.index + match[0].length;
    const inner = match[1] ?? '';
    const path = expression.exec(inner)?.[1];
    if (path === undefined) {
      problems.push(`${match[0]} is not a merge field`);
      continue;
    }
    for (const [, filter = ''] of inner.slice(inner.indexOf(path) + path.length).matchAll(filterNames)) {
      if (!isMergeFilter(filter)) problems.push(`${filter} is not a filter`);
    }
    pieces.push({ path, expression: inner.trim() });
  }
  plain(text.slice(end));
  return { pieces, problems: [...new Set(problems)] };
}

export function isMergeFilter(filter: string): filter is MergeFilter {
  return mergeFilters.some((each) => each === filter);
}

function excerpt(text: string): string {
  const at = text.search(/[{}]/u);
  return text.slice(Math.max(0, at - 10), at + 20).trim();
}
