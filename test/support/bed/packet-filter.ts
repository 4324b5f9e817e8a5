import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A fault of the network below the sound, within the namespace of the suite. */
export interface PacketFault {
  mend(): Promise<void>;
}

const iptables = async (action: '-A' | '-D', rule: readonly string[]): Promise<void> => {
  await promisify(execFile)('iptables', [action, 'INPUT', ...rule, '-j', 'DROP']);
};

async function drop(rule: readonly string[]): Promise<PacketFault> {
  await iptables('-A', rule);
  return { mend: () => iptables('-D', rule) };
}

/** Between the browser and the media relay nothing passes any more, either way, on whatever port. */
export async function loseAllMedia(): Promise<PacketFault> {
  const faults = [
    await drop(['-p', 'udp', '--dport', '30000:30999', '!', '--sport', '20000:20999']),
    await drop(['-p', 'udp', '--sport', '30000:30999', '!', '--dport', '20000:20999']),
  ];
  return {
    async mend() {
      for (const fault of faults) await fault.mend();
    },
  };
}

/** One port at which nothing arrives any more, as when a router forgot a binding. */
export const losePort = (port: number): Promise<PacketFault> => drop(['-p', 'udp', '--dport', String(port)]);

/** `percent` of the speech that the media relay sends to browsers; connectivity checks are longer or shorter. */
export const loseSome = (percent: number): Promise<PacketFault> =>
  drop([
    ...['-p', 'udp', '--sport', '30000:30999', '!', '--dport', '20000:20999'],
    ...['-m', 'statistic', '--mode', 'random', '--probability', String(percent / 100)],
  ]);
