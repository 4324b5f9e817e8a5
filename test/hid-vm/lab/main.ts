import { appendFileSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { z } from 'zod';
import { groups } from '../scenarios/groups.ts';
import { appInCall, beAppInCall } from './app-in-call.ts';
import { keepSpareHost } from './call-side.ts';
import type { Check } from './check.ts';
import { flood } from './flood.ts';
import { guestPaths } from './guest-paths.ts';
import { openLab } from './lab.ts';
import type { CheckResult } from './check-result.ts';

/** Whatever a check waits for has its own, shorter limit; this one is for what forgot to wait with one. */
const checkDeadlineMs = 240_000;

async function runCheck(check: Check): Promise<CheckResult> {
  const started = performance.now();
  const lab = openLab();
  let figures: string | undefined;
  const failures: string[] = [];
  const note = (cause: unknown): void => {
    failures.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  };
  try {
    figures = await within(checkDeadlineMs, check.run(lab));
  } catch (cause) {
    note(cause);
  }
  try {
    await within(checkDeadlineMs, lab.close());
  } catch (cause) {
    note(cause);
  }
  return {
    name: check.name,
    failure: failures.length === 0 ? null : failures.join('\n'),
    figures: figures ?? null,
    ms: Math.round(performance.now() - started),
  };
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`not over after ${ms} ms`));
    }, ms);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

async function runGroup(name: string | undefined): Promise<void> {
  const group = groups.find((one) => one.name === name);
  if (group === undefined) throw new Error(`no group ${String(name)}`);
  const wanted = z.array(z.string()).parse(JSON.parse(readFileSync(guestPaths.checks, 'utf8')));
  const checks = group.checks.filter((one) => wanted.includes(one.name));
  for (const check of checks) {
    keepSpareHost(check !== checks.at(-1));
    const result = await runCheck(check);
    appendFileSync(guestPaths.results, `${JSON.stringify(result)}\n`);
    console.log(`VM: ${result.failure === null ? 'ok  ' : 'FAIL'} ${check.name} (${result.ms} ms)`);
    if (result.failure !== null) console.log(result.failure);
    if (result.figures !== null) console.log(`  ${result.figures}`);
  }
}

if (!isMainThread) flood();
else if (process.argv[2] === appInCall) beAppInCall();
else {
  await runGroup(process.argv[2]);
  // Not exit(): that waits for the threads of the pool, and one of a device left behind blocks in read for ever.
  process.kill(process.pid, 'SIGKILL');
}
