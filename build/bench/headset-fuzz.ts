import { runLong } from '../run/long-tests.ts';

/** A million cases of the headset's properties, which `npm test` runs 20,000 of. */
export function run(): Promise<void> {
  runLong({
    bench: 'headset-fuzz',
    cases: 1_000_000,
    projects: ['unit'],
    files: ['test/unit/headset/headset-properties.test.ts'],
  });
  return Promise.resolve();
}
