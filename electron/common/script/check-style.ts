import { passagesOf } from './check-texts.ts';
import { finding, type Finding } from './finding.ts';
import { baseLanguage, foldWords } from './informal-address.ts';
import type { DraftGraph } from './model.ts';
import type { TextReading } from './read-text.ts';

/** What a deployment adds to the check: all of it warns, none of it refuses. */
export interface CheckOptions {
  /** Ids of the scripts that `sub` may name; without it `sub` is not looked at. */
  readonly scripts?: readonly string[];
  /** Technical words by language, each with the plain word that must stand beside it. */
  readonly glossary?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** More informal forms by language. */
  readonly informalWords?: Readonly<Record<string, readonly string[]>>;
}

/** Characters of a part; more cannot be said in one breath group or read at a glance. */
const longestPart = 280;

/** Needless diminutives and fillers (R29). Whole words. */
const diminutives: Readonly<Record<string, string>> = {
  uk: 'хвилиночку секундочку хвилинку секундочка моментик рахуночок дзвіночок договірчик листочок типу коротше',
  ru:
    'минуточку секундочку минутку моментик счётик договорчик звоночек денежка денежку адресочек номерочек ' +
    'типа короче',
  ro: 'minuțel secundică momențel telefonaș numărel facturică deci',
  fa: 'جونم دیگه اوکی یه‌لحظه',
  en: 'tiny wee sec basically literally um uh',
};

/** Warnings about wording and files; `extra` are languages that have a text but are not listed. */
export function checkStyle(
  graph: DraftGraph,
  readings: Readonly<Record<string, TextReading>>,
  extra: readonly string[],
  options: CheckOptions,
): readonly Finding[] {
  const { scripts } = options;
  const unknownScripts = Object.entries(graph.nodes).flatMap(([id, node]) =>
    node.kind === 'sub' && scripts !== undefined && !scripts.includes(node.script)
      ? [finding('unknown-script', `${id}: there is no script ${node.script}`, { node: id })]
      : [],
  );
  const unlisted = extra.map((language) =>
    finding('unlisted-language', `text.${language}.md is not listed in languages`, { language }),
  );
  const wording = Object.entries(readings).flatMap(([language, reading]) =>
    checkWording(graph, reading, language, options),
  );
  return [...unknownScripts, ...unlisted, ...wording];
}

function checkWording(
  graph: DraftGraph,
  reading: TextReading,
  language: string,
  options: CheckOptions,
): readonly Finding[] {
  const words = new Set(foldWords(diminutives[baseLanguage(language)] ?? '', language));
  const informal = new Set(foldWords((options.informalWords?.[language] ?? []).join(' '), language));
  const glossary = Object.entries(options.glossary?.[language] ?? {});
  return passagesOf(graph, reading).flatMap(({ node, heading, line, spoken }) => {
    const found: Finding[] = [];
    const warn = (code: Finding['code'], message: string) => {
      found.push(finding(code, `${heading}: ${message}`, { node, language, line }));
    };
    for (const text of spoken) {
      const length = Array.from(text).length;
      if (length > longestPart)
        warn('long-text', `${String(length)} characters, more than ${String(longestPart)}`);
    }
    const said = spoken.flatMap((text) => foldWords(text, language));
    const soft = said.find((word) => words.has(word));
    if (soft !== undefined) warn('diminutive', `"${soft}" is a diminutive or a filler`);
    const familiar = said.find((word) => informal.has(word));
    if (familiar !== undefined) warn('informal-word', `"${familiar}" is not to be said here`);
    for (const [term, plain] of glossary) {
      const isSaid = (phrase: string) =>
        ` ${said.join(' ')} `.includes(` ${foldWords(phrase, language).join(' ')} `);
      if (isSaid(term) && !isSaid(plain)) warn('glossary-term', `"${term}" stands without "${plain}"`);
    }
    return found;
  });
}
