import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessFigures {
  readonly files: number;
  readonly threads: number;
  readonly residentKb: number;
  /** Processor time used so far, in ms (clock ticks of 10 ms). */
  readonly cpuMs: number;
}

/** What the kernel tells of a process (proc(5)). */
export function readProcess(pid: number): ProcessFigures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const numberOf = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  // Behind the name in brackets, which may hold spaces: field 3 is the state, 14 and 15 are user and system time.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return {
    files: readdirSync(`/proc/${pid}/fd`).length,
    threads: numberOf('Threads'),
    residentKb: numberOf('VmRSS'),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
  };
}

/** The HID devices that a process has open, `/dev/hidrawN`. */
export function openDeviceFiles(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const file = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return file.startsWith('/dev/hidraw') ? [file] : [];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

/** Gone, or dead and not yet asked for its exit code by whoever has to. */
export function hasEnded(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') === true;
  } catch {
    return true;
  }
}
