import { checkGraph } from './check-graph.ts';
import { checkStyle, type CheckOptions } from './check-style.ts';
import { checkRules, checkText } from './check-texts.ts';
import { finding, type Finding } from './finding.ts';
import { scriptGraphSchema, type Script, type ScriptText } from './model.ts';
import { readGraph } from './read-graph.ts';
import { readText, type TextReading } from './read-text.ts';

/** The files of a script folder, read but not understood. */
export interface ScriptSource {
  /** Name of the folder: the script's id. */
  readonly folder: string;
  /** `script.yaml`; null if it cannot be read. */
  readonly yaml: string | null;
  /** `text.<lang>.md` by language; null for one that is there but cannot be read as UTF-8. */
  readonly texts: Readonly<Record<string, string | null>>;
}

export interface CheckedScript {
  /** Null as long as there is an error. */
  readonly script: Script | null;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/** Reads and checks a script. Errors in `script.yaml` are reported alone: nothing can be said about the rest. */
export function checkScript(source: ScriptSource, options: CheckOptions = {}): CheckedScript {
  if (source.yaml === null) {
    return { script: null, errors: [finding('invalid-schema', 'script.yaml cannot be read')], warnings: [] };
  }
  const { graph, findings: broken } = readGraph(source.yaml, source.folder);
  if (graph === null) return { script: null, errors: broken, warnings: [] };

  const errors: Finding[] = [...checkGraph(graph), ...checkRules(graph)];
  const readings: Record<string, TextReading> = {};
  for (const language of graph.languages) {
    const text = Object.hasOwn(source.texts, language) ? source.texts[language] : undefined;
    if (text === undefined) {
      errors.push(finding('missing-language', `there is no text.${language}.md`, { language }));
    } else if (text === null) {
      errors.push(finding('invalid-schema', `text.${language}.md cannot be read as UTF-8`, { language }));
    } else {
      const reading = readText(text, graph, language);
      readings[language] = reading;
      errors.push(...reading.findings, ...checkText(graph, reading, language));
    }
  }
  const extra = Object.keys(source.texts).filter((language) => !graph.languages.includes(language));
  const warnings = checkStyle(graph, readings, extra, options);
  if (errors.length > 0) return { script: null, errors, warnings };

  const texts: Record<string, ScriptText> = {};
  for (const [language, reading] of Object.entries(readings)) texts[language] = reading.text;
  return { script: { ...scriptGraphSchema.parse(graph), texts }, errors: [], warnings };
}
