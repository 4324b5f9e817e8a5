import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { PathPlan } from '../../common/headset/collection-paths.ts';
import type { HidDevice } from './hid-transport.ts';
import { createListeners } from './listeners.ts';

type OpenPath = (path: string) => Promise<Result<HidDevice>>;

/**
 * Opens all paths of a device as one: reports of all come in, a write goes to the path that declares its report id, the
 * loss of one path is the loss of the device. When one cannot be opened, none stays open.
 */
export async function openJoined(
  { paths, outputs }: PathPlan,
  openPath: OpenPath,
): Promise<Result<HidDevice>> {
  const parts = new Map<string, HidDevice>();
  const reports = createListeners<Uint8Array>();
  const errors = createListeners<string>();
  let goneBecause: string | undefined;

  const lose = (reason: string): void => {
    if (goneBecause !== undefined) return;
    goneBecause = reason;
    errors.tell(reason);
  };
  const lostBecause = (): string | undefined => goneBecause;
  const device: HidDevice = {
    onReport: reports.add,
    onError: errors.add,
    async write(bytes) {
      const part = parts.get(outputs.get(bytes[0] ?? 0) ?? '');
      if (goneBecause !== undefined || part === undefined)
        return fail(appError('headset.failed', { reason: goneBecause ?? 'no path takes this report' }));
      return part.write(bytes);
    },
    stopReading() {
      reports.clear();
      for (const part of parts.values()) part.stopReading();
    },
    async close() {
      reports.clear();
      errors.clear();
      await Promise.all([...parts.values()].map((part) => part.close()));
    },
  };

  for (const path of paths) {
    const opened = await openPath(path);
    if (!opened.ok) {
      await device.close();
      return opened;
    }
    parts.set(path, opened.value);
    opened.value.onReport(reports.tell);
    opened.value.onError(lose);
  }
  const reason = lostBecause();
  if (reason === undefined && parts.size > 0) return ok(device);
  await device.close();
  return fail(appError('headset.failed', { reason: reason ?? 'nothing to open' }));
}
