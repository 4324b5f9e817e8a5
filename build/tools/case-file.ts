import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';

/** Ends the tool with exit code 2, as for every wrong use; standard output stays for the answer. */
export function refuse(reason: string, usage: string): never {
  process.stderr.write(`${reason}\n${usage}\n`);
  process.exit(2);
}

/** Reads and checks the JSON input of a tool, or ends the tool with the reason. */
export function readCases<T>(file: string, schema: z.ZodType<T>, usage: string): T {
  const parsed = schema.safeParse(readJson(file, usage));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return refuse(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as agreed'}`, usage);
}

/** The whole answer in one write; the process ends when it is out, also on a pipe. */
export function printAnswer(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function readJson(file: string, usage: string): unknown {
  let text: string;
  try {
    text = readFileSync(locate(file), 'utf8');
  } catch (error) {
    return refuse(`${file} cannot be read: ${describe(error)}`, usage);
  }
  try {
    // Editors on Windows put a byte order mark before the text.
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return refuse(`${file} is not JSON: ${describe(error)}`, usage);
  }
}

/** npm runs scripts in the project folder; a relative path is meant from where the person stands. */
function locate(path: string): string {
  const fromCaller = resolve(process.env['INIT_CWD'] ?? '.', path);
  return existsSync(fromCaller) ? fromCaller : resolve(path);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
