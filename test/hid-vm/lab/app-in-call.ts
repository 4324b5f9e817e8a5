import { fork, type ChildProcess } from 'node:child_process';
import { startCallSide } from './call-side.ts';

/** How the lab starts itself to be an app that a check can kill. */
export const appInCall = '--app-in-call';

/** An app of its own process, in a muted call. */
export async function startAppInCall(): Promise<{ readonly app: ChildProcess; readonly hidHost: number }> {
  const app = fork(import.meta.filename, [appInCall], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const hidHost = await new Promise<number>((resolve) => {
    app.once('message', (pid) => {
      resolve(Number(pid));
    });
  });
  return { app, hidHost };
}

/** The other side of it. */
export function beAppInCall(): void {
  process.send?.(startCallSide({ phase: 'active', muted: true }).pid());
}
