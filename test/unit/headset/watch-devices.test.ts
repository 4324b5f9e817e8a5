import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { watchDeviceFiles } from '../../../electron/node/headset/watch-devices.ts';

const devices = mkdtempSync(join(tmpdir(), 'offhook-dev-'));
afterAll(() => {
  rmSync(devices, { recursive: true, force: true });
});

describe('watching for devices', () => {
  it('tells when a hidraw file comes, and of nothing else', async () => {
    const seen: string[] = [];
    const came = new Promise<void>((resolve) => {
      const stop = watchDeviceFiles(
        () => {
          seen.push('change');
          stop();
          resolve();
        },
        'linux',
        devices,
      );
    });
    writeFileSync(join(devices, 'ttyS9'), '');
    writeFileSync(join(devices, 'hidraw0'), '');
    await came;
    expect(seen).toEqual(['change']);
  });

  it('stays silent where there is no such folder, and on other systems', () => {
    const never = (): void => {
      throw new Error('told');
    };
    watchDeviceFiles(never, 'linux', join(devices, 'missing'))();
    watchDeviceFiles(never, 'win32')();
  });
});
