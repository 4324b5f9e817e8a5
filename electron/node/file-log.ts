import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
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

function openDestination(profile: string): ReturnType<typeof pino.destination> {
  try {
    const folder = join(profile, 'logs');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'offhook.log');
    rotate(file);
    const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });
    let bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    destination.on('write', (written: number) => {
      bytes += written;
      if (bytes < maxBytes) return;
      bytes = 0;
      rotate(file);
      destination.reopen();
    });
    return destination;
  } catch {
    return pino.destination({ dest: 2, sync: true });
  }
}

function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < maxBytes) return;
  rmSync(`${file}.${keptFiles - 1}`, { force: true });
  for (let age = keptFiles - 2; age >= 1; age--) {
    if (statSync(`${file}.${age}`, { throwIfNoEntry: false }))
      renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  renameSync(file, `${file}.1`);
}
