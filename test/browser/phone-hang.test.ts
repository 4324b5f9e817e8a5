import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../support/running-app.ts';

let app: RunningApp;
beforeEach(async () => {
  app = await startApp({ flags: ['--headless'] });
  await app.until('registered', (state) => state.registration.state === 'registered');
}, 60_000);
afterEach(() => app.stop());

/** Chromium runs each of the two origins in a process of its own, and keeps a spare one for the next page. */
function renderers(): number[] {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return all
    .filter((line) => line.includes('--type=renderer') && line.includes(app.profile))
    .map((line) => Number.parseInt(line, 10));
}

it('a phone page that hangs without dying is replaced, and the line is there again', async () => {
  const stopped = renderers();
  expect(stopped.length).toBeGreaterThanOrEqual(2);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  await app.until('the line is known to be gone', (state) => state.registration.state === 'off', 30_000);
  // The hub does not listen to the old page any more, whatever it says now; the spare process serves the new one.
  for (const pid of stopped) process.kill(pid, 'SIGCONT');
  await app.until('registered again', (state) => state.registration.state === 'registered', 30_000);
}, 80_000);
