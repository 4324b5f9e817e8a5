import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { replayScenario, replayScenarioSchema } from '../../electron/common/headset/headset-replay.ts';

const usage = 'usage: npm run -s headset:replay -- <scenario.json>';

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n${usage}\n`);
  process.exit(1);
}

/** npm runs scripts in the project folder; a relative path is meant from where the person stands. */
function locate(path: string): string {
  const fromCaller = resolve(process.env['INIT_CWD'] ?? '.', path);
  return existsSync(fromCaller) ? fromCaller : resolve(path);
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(locate(path), 'utf8');
  } catch {
    return refuse(`${path} cannot be read`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuse(`${path} is not JSON`);
  }
}

const [path] = process.argv.slice(2);
if (path === undefined) refuse('no scenario given');
const scenario = replayScenarioSchema.safeParse(readJson(path));
if (!scenario.success) refuse(`${path} is not a scenario:\n${z.prettifyError(scenario.error)}`);
process.stdout.write(
  replayScenario(scenario.data)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join(''),
);
