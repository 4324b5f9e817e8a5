import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTone, toALaw } from '../tones.ts';
import { bedFolder } from './asterisk.ts';
import { startChild, type Child } from './child.ts';
import { trunkCustomerTone } from './pitches.ts';

/**
 * One call by SIPp: From is withheld, name and number are in P-Asserted-Identity. It lasts until the exchange ends it;
 * `ended` is 0 if everything went as in the scenario.
 */
export async function callFromTrunk(folder: string, number: string): Promise<Child> {
  await writeFile(join(folder, 'customer.al'), toALaw(makeTone(trunkCustomerTone, 8, 8_000)));
  return startChild(
    'sipp',
    [
      ...[
        '-sf',
        join(bedFolder, 'sipp/customer.xml'),
        '-s',
        number,
        '-m',
        '1',
        '-nostdin',
        '-timeout',
        '120s',
      ],
      ...['-i', '127.0.0.1', '-p', '5092', '-mi', '127.0.0.1', '-mp', '20600', '127.0.0.1:5160'],
    ],
    { folder, log: join(folder, 'sipp.log') },
  );
}
