import { runLong } from '../run/long-tests.ts';

/** 100,000 damaged SIP messages to the phone and as many to the practice exchange; `npm test` sends 10,000 to each. */
export function run(): Promise<void> {
  runLong({
    bench: 'torture',
    cases: 200_000,
    projects: ['unit', 'contract'],
    files: ['test/unit/phone/hostile-line.test.ts', 'test/contract/exchange/torture.test.ts'],
  });
  return Promise.resolve();
}
