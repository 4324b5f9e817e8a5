import { readdirSync, readFileSync } from 'node:fs';
import {
  checkScript,
  type CheckedScript,
  type ScriptSource,
} from '../../../electron/common/script/check-script.ts';
import type { CheckOptions } from '../../../electron/common/script/check-style.ts';
import type { Script } from '../../../electron/common/script/model.ts';

const fixtures = new URL('../../fixtures/scripts/', import.meta.url);
const shipped = new URL('../../../build/scripts/', import.meta.url);

export interface PlainSource extends ScriptSource {
  readonly yaml: string;
  readonly texts: Readonly<Record<string, string>>;
}

function readSource(root: URL, folder: string): PlainSource {
  const base = new URL(`${folder}/`, root);
  const texts: Record<string, string> = {};
  for (const name of readdirSync(base)) {
    const language = /^text\.(.+)\.md$/u.exec(name)?.[1];
    if (language !== undefined) texts[language] = readFileSync(new URL(name, base), 'utf8');
  }
  return { folder, yaml: readFileSync(new URL('script.yaml', base), 'utf8'), texts };
}

export const fixtureSource = (folder: string): PlainSource => readSource(fixtures, folder);
export const shippedSource = (folder: string): PlainSource => readSource(shipped, folder);

export function loadOrThrow(source: ScriptSource): Script {
  const { script, errors } = checkScript(source);
  if (script === null) throw new Error(JSON.stringify(errors));
  return script;
}

/** Replaces a piece of a file that is there exactly once; a defect that was not planted must not pass for found. */
export function plant(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`"${from}" is not there exactly once`);
  return text.replace(from, () => to);
}

export const inGraph = (source: PlainSource, from: string, to: string): PlainSource => ({
  ...source,
  yaml: plant(source.yaml, from, to),
});

export const inText = (source: PlainSource, language: string, from: string, to: string): PlainSource => ({
  ...source,
  texts: { ...source.texts, [language]: plant(source.texts[language] ?? '', from, to) },
});

/** Errors as `code node language`, with `-` for what is not carried. */
export function briefErrors(source: ScriptSource, options?: CheckOptions): readonly string[] {
  return brief(checkScript(source, options).errors);
}

export function brief(findings: CheckedScript['errors']): readonly string[] {
  return findings.map(({ code, node = '-', language = '-' }) => `${code} ${node} ${language}`);
}
