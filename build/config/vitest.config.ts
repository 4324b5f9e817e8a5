import { defineConfig } from 'vitest/config';

const root = new URL('../..', import.meta.url).pathname;

/** One project per suite of docs/verification.md; each `npm run test:<suite>` selects its project. */
const suite = (name: string, folder: string, options: { serial?: boolean; timeout?: number } = {}) => ({
  root,
  test: {
    name,
    include: [`test/${folder}/**/*.test.{ts,tsx}`],
    testTimeout: options.timeout ?? 10_000,
    hookTimeout: options.timeout ?? 10_000,
    fileParallelism: options.serial !== true,
    retry: 0,
  },
});

export default defineConfig({
  root,
  test: {
    projects: [
      suite('unit', 'unit'),
      suite('contract', 'contract', { timeout: 30_000 }),
      suite('host', 'host', { serial: true, timeout: 60_000 }),
      suite('browser', 'browser', { serial: true, timeout: 120_000 }),
      suite('boot', 'boot', { timeout: 30_000 }),
      suite('packaging', 'packaging', { serial: true, timeout: 300_000 }),
      suite('pbx', 'pbx', { serial: true, timeout: 180_000 }),
      suite('hid', 'hid-vm', { serial: true, timeout: 1_200_000 }),
      suite('electron', 'electron', { serial: true, timeout: 180_000 }),
    ],
  },
});
