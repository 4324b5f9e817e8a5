import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// The flag makes V8 put `gc` into every new context; nothing types it.
const collect = runInNewContext('gc') as () => void;

/** Octets of the heap that are in use after everything that can go has gone. */
export function readHeap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
