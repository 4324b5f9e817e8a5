import { open } from 'node:fs/promises';

/** The first bytes of a file, `limit` at most. Rejects as `open` does; files of sysfs give a page at a time. */
export async function readStart(file: string, limit: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(limit);
    let length = 0;
    while (length < limit) {
      const { bytesRead } = await handle.read(buffer, length, limit - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await handle.close();
  }
}
