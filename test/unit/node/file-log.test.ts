import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileLog } from '../../../electron/node/file-log.ts';

let profile = '';
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'offhook-log-'));
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

describe('the log', () => {
  it('is one JSON line an event, without secrets and numbers, for this user only', () => {
    openFileLog(profile).warn('line.refused', { user: '+380441234567', password: 'topsecret' });
    const file = join(profile, 'logs', 'offhook.log');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      msg: 'line.refused',
      user: '…567',
      password: '[removed]',
    });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('turns over at five megabytes while it runs, and keeps ten files at most', () => {
    const log = openFileLog(profile);
    const line = 'x'.repeat(500_000);
    for (let count = 0; count < 125; count++) log.info('filler', { line });
    const files = readdirSync(join(profile, 'logs'));
    expect(files.length).toBe(10);
    for (const file of files)
      expect(statSync(join(profile, 'logs', file)).size).toBeLessThan(6 * 1024 * 1024);
  });

  it('that cannot be written does not stop the program', () => {
    expect(() => openFileLog(join(profile, '\0')).info('still.here')).not.toThrow();
  });
});
