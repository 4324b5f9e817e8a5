import { resolve } from 'node:path';
import { createClient } from '../electron/common/contract/client.ts';
import { ctlContract } from '../electron/common/contract/ctl-contract.ts';
import { appError, type AppError } from '../electron/common/lib/app-error.ts';
import { preflightReportSchema } from '../electron/common/preflight/preflight.ts';
import { defaultProfile } from '../electron/node/default-profile.ts';
import { connectControl } from '../electron/node/control-socket.ts';
import { systemClock } from '../electron/node/system-clock.ts';
import { openSocketWire } from '../electron/node/wires/socket-wire.ts';
import { readCommand, usage, type CtlRequest } from './run/ctl-commands.ts';

/** `npm run ctl -- [--profile DIR] COMMAND …`: one JSON object on standard output, exit status 0 or 1. */
async function main(): Promise<void> {
  const { profile, words } = splitArguments(process.argv.slice(2));
  if (words.length === 0 || words[0] === 'help') {
    console.error(usage);
    process.exit(words.length === 0 ? 1 : 0);
  }
  const command = readCommand(words);
  if (command === undefined) fail(appError('ctl.bad-arguments', { command: words.join(' ') }));
  const socket = await connectControl(profile);
  if (socket === undefined) fail(appError('ctl.not-running', { profile }));
  const client = createClient(ctlContract, openSocketWire(socket), {
    clock: systemClock,
    timeoutMs: answerMs(command),
  });
  if (command === 'events') {
    client.on('app/changed', (event) => console.log(JSON.stringify(event)));
    client.onClose(() => process.exit(0));
    return;
  }
  const answer = await client.request(command.name, command.input);
  if (!answer.ok) fail(answer.error);
  console.log(JSON.stringify(shape(answer.value)));
  if (isBad(answer.value)) process.exitCode = 1;
  client.close();
}

/** The check before a shift takes the time of all its steps. */
const answerMs = (command: CtlRequest | 'events'): number =>
  command !== 'events' && command.name === 'preflight/run' ? 120_000 : 45_000;

/** A check that found something; a script need not read the report to know. */
const isBad = (value: unknown): boolean => preflightReportSchema.safeParse(value).data?.ok === false;

/** Commands that answer with nothing, a list or an object all print one object. */
const shape = (value: unknown): unknown =>
  value === null ? { ok: true } : Array.isArray(value) ? { items: value } : value;

function splitArguments(args: readonly string[]): { profile: string; words: string[] } {
  const at = args.indexOf('--profile');
  const given = at === -1 ? undefined : args[at + 1];
  const words = at === -1 ? [...args] : args.filter((_, index) => index !== at && index !== at + 1);
  return { profile: given === undefined ? defaultProfile() : resolve(given), words };
}

function fail(error: AppError): never {
  console.log(JSON.stringify({ error: { code: error.code, message: error.message, ...pickDetails(error) } }));
  process.exit(1);
}

const pickDetails = (error: AppError): object =>
  error.details === undefined ? {} : { details: error.details };

await main();
