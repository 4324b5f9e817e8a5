import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `hub` is the program itself; these are its host processes. */
export type HostName = 'hid-host' | 'store-host' | 'exchange-host';

/**
 * The process of each host, as the log tells it. What was read is kept: in a long run the log is renamed, and the line
 * of the start goes with it.
 */
export function createHostPids(profile: string): (name: HostName) => number {
  const known = new Map<HostName, number>();
  return (name) => {
    const lines = readFileSync(join(profile, 'logs', 'offhook.log'), 'utf8').split('\n');
    const started = lines.findLast((line) => line.includes('"host.started"') && line.includes(`"${name}"`));
    const told = /"pid":(\d+)/u.exec(started ?? '')?.[1];
    if (told !== undefined) known.set(name, Number(told));
    const pid = known.get(name);
    if (pid === undefined) throw new Error(`the log does not tell of ${name}`);
    return pid;
  };
}
