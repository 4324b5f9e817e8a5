import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import {
  findDoubledMuteKey,
  hasCallControls,
  readInputDevices,
  udevRuleMissing,
} from '../../common/headset/linux-obstacles.ts';
import type { AppError } from '../../common/lib/app-error.ts';
import type { HidEntry } from './hid-transport.ts';

/** The system the devices are plugged into. */
export interface ObstacleOptions {
  readonly platform?: NodeJS.Platform;
  readonly inputDevices?: string;
  readonly wordBits?: 32 | 64;
}

/** node's own word size is the one the kernel answers it in, also when the kernel's is larger. */
const ownWordBits = process.arch === 'x64' || process.arch === 'arm64' ? 64 : 32;

/**
 * What Linux puts in the way of these devices: `headset.udev-rule-missing` {product, rule, file, commands} and
 * `headset.mute-key-doubled` {product, lines, file, commands}, each with what mends it. Devices without call controls
 * are not looked at, nor those that are gone by now. Nothing on other systems. Never rejects.
 */
export async function findObstacles(
  entries: readonly HidEntry[],
  options: ObstacleOptions = {},
): Promise<AppError[]> {
  const { platform = process.platform, inputDevices = '/proc/bus/input/devices' } = options;
  if (platform !== 'linux') return [];
  const headsets = entries.filter(({ virtual, collections }) => !virtual && hasCallControls(collections));
  if (headsets.length === 0) return [];
  const text = await readFile(inputDevices, 'utf8').catch(() => '');
  const inputs = readInputDevices(text, options.wordBits ?? ownWordBits);
  const closed = await Promise.all(
    headsets.map(async (entry) => ((await isClosed(entry)) ? [udevRuleMissing(entry)] : [])),
  );
  const doubled = headsets.flatMap((entry) => findDoubledMuteKey(entry, inputs) ?? []);
  return withoutRepeats([...closed.flat(), ...doubled]);
}

async function isClosed({ path }: HidEntry): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => false,
    (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === 'EACCES',
  );
}

/** Two devices of one kind have the same obstacle and the same remedy. */
function withoutRepeats(errors: readonly AppError[]): AppError[] {
  const byText = new Map(errors.map((error) => [JSON.stringify(error), error]));
  return [...byText.values()];
}
