import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { redact } from '../common/lib/redact.ts';
import type { LogFields } from '../common/lib/log-fields.ts';

const maxBytes = 5 * 1024 * 1024;
const keptFiles = 10;

type Write = (event: string, fields?: LogFields) => void;

/** JSON lines in `<profile>/logs/offhook.log`, ten files of 5 MB. A profile that cannot be written logs to stderr. */
export function openFileLog(profile: string): {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
} {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, openDestination(profile));
  const write =
    (level: 'info' | 'warn' | 'error'): Write =>
    (event, fields = {}) => {
      const clean = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [key, redact(key, value)]),
      );
      logger[level](clean, event);
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** Written at once and whole: the last line before a crash is the one that matters. */
function openDestination(profile: string): { write(line: string): void } {
  const file = join(profile, 'logs', 'offhook.log');
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return {
      write(line) {
        if (bytes >= maxBytes) {
          rotate(file);
          bytes = 0;
        }
        try {
          appendFileSync(file, line, { mode: 0o600 });
        } catch {
          // A full disk or a folder taken away must not end calls.
          process.stderr.write(line);
        }
        bytes += Buffer.byteLength(line);
      },
    };
  } catch {
    return { write: (line) => void process.stderr.write(line) };
  }
}

function rotate(file: string): void {
  rmSync(`${file}.${keptFiles - 1}`, { force: true });
  for (let age = keptFiles - 2; age >= 1; age--) {
    if (statSync(`${file}.${age}`, { throwIfNoEntry: false }))
      renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  renameSync(file, `${file}.1`);
}
