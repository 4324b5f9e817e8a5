import { join } from 'node:path';
import { z } from 'zod';
import { openSettingsFile } from '../../settings-file.ts';

const kept = 16;

const lastUsedSchema = z.object({ devices: z.array(z.string().max(300)).max(kept) });

/** Which headsets were used last, the newest first, over the end of the program. */
export interface LastUsed {
  /** Until then there are none. */
  load(): Promise<void>;
  devices(): readonly string[];
  /** `identity`: USB id and serial number. Failing to save costs the memory only. */
  note(identity: string): void;
  /** Settles when what was noted is saved. */
  saved(): Promise<void>;
}

/** No `.json` at its end: those are the operator's. What cannot be read is nothing, and is replaced. */
const fileName = 'last-used';

export function openLastUsed(folder: string): LastUsed {
  const file = openSettingsFile(join(folder, fileName));
  let devices: readonly string[] = [];
  let saving: Promise<void> = Promise.resolve();
  return {
    async load() {
      const read = await file.read();
      const parsed = lastUsedSchema.safeParse(read.ok ? read.value : undefined);
      if (parsed.success) devices = [...new Set([...devices, ...parsed.data.devices])].slice(0, kept);
    },
    devices: () => devices,
    note(identity) {
      if (devices[0] === identity) return;
      devices = [identity, ...devices.filter((one) => one !== identity)].slice(0, kept);
      const saved = { devices };
      saving = saving.then(async () => {
        await file.write(saved);
      });
    },
    saved: () => saving,
  };
}
