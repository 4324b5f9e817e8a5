import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/** A program of the bed. It is stopped by its own handle, never by name. */
export interface Child {
  readonly pid: number;
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Everything it wrote so far. */
  output(): string;
  /** Told of every whole line from now on. */
  onLine(listener: (line: string) => void): void;
  /** Resolves as soon as the output holds `pattern`; fails when the program ends before or after `ms`. */
  untilOutput(pattern: RegExp, ms: number): Promise<void>;
  stop(): Promise<void>;
  /** The program and what it forked, at once and without a word; needs a group of its own. */
  killGroup(): Promise<void>;
}

export interface ChildPlace {
  readonly folder: string;
  readonly log: string;
  /** For servers that fork: all their processes can be killed together. */
  readonly ownGroup?: boolean;
}

const graceMs = 4_000;

/** Starts a program in `folder`; what it writes is kept and goes to `log` too. */
export function startChild(command: string, args: readonly string[], place: ChildPlace): Child {
  const ownGroup = place.ownGroup === true;
  const child: ChildProcess = spawn(command, args, {
    cwd: place.folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: ownGroup,
  });
  const log = createWriteStream(place.log, { flags: 'a' });
  const listeners = new Set<() => void>();
  const lineListeners = new Set<(line: string) => void>();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      log.write(text);
      for (const listener of [...listeners]) listener();
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) for (const listener of lineListeners) listener(line);
    });
  }
  const ended = new Promise<number | string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
  void ended.then(() => log.end());

  return {
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    onLine: (listener) => {
      lineListeners.add(listener);
    },
    untilOutput: (pattern, ms) =>
      new Promise((resolve, reject) => {
        const finish = (act: () => void): void => {
          clearTimeout(timer);
          listeners.delete(look);
          act();
        };
        const look = (): void => {
          if (pattern.test(output)) finish(resolve);
        };
        const timer = setTimeout(
          () =>
            finish(() =>
              reject(new Error(`${command}: no ${String(pattern)} within ${ms} ms\n${output.slice(-2_000)}`)),
            ),
          ms,
        );
        void ended.then((how) =>
          finish(() => reject(new Error(`${command} ended (${how})\n${output.slice(-2_000)}`))),
        );
        listeners.add(look);
        look();
      }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const giveUp = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(giveUp);
    },
    async killGroup() {
      if (!ownGroup || child.pid === undefined) throw new Error(`${command} has no group of its own`);
      if (child.exitCode !== null || child.signalCode !== null) return;
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    },
  };
}
