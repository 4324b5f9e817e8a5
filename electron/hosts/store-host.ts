import { storeContract } from '../common/contract/store-contract.ts';
import { serve } from '../common/contract/server.ts';
import { createStoreService } from '../node/store/store-service.ts';
import { systemClock } from '../node/system-clock.ts';
import { openParentWire } from '../node/wires/parent-wire.ts';

/** Standard error goes to the log of the program that started us. */
function report(what: string, defect?: unknown): void {
  const cause = defect instanceof Error ? ` (${defect.stack ?? defect.message})` : '';
  process.stderr.write(`store-host: ${what}${cause}\n`);
}

/** The process that owns the database. It holds no state of a call: it can end at any moment and be started again. */
process.on('unhandledRejection', (reason) => {
  report('unhandled rejection', reason);
  process.exit(1);
});

const wire = openParentWire();
const service = createStoreService({
  clock: systemClock,
  onTrouble: (error) => {
    report(`${error.code}: ${error.message}`);
    server.publish('store/trouble', { error });
  },
});
const server = serve(storeContract, wire, service.handlers, {
  onError: (error, defect) => {
    if (defect !== undefined) report(`${error.code}: ${error.message}`, defect);
  },
});

wire.onClose(() => {
  service.close();
  process.exit(0);
});
