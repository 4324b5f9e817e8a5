import { join } from 'node:path';
import { bedFolder } from './asterisk.ts';
import { startChild, type Child } from './child.ts';

/** One call by SIPp to a user of Kamailio whose answer is never acknowledged; `ended` is 0 if a BYE came in the end. */
export const callWithoutAck = (folder: string, user: string): Child =>
  startChild(
    'sipp',
    [
      ...['-sf', join(bedFolder, 'sipp/no-ack.xml'), '-s', user, '-m', '1', '-nostdin', '-timeout', '120s'],
      ...['-i', '127.0.0.1', '-p', '5092', '-mi', '127.0.0.1', '-mp', '20600', '127.0.0.1:5060'],
    ],
    { folder, log: join(folder, 'sipp.log') },
  );
