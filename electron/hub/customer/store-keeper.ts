import type { Settings } from '../../common/contract/settings.ts';
import { storeContract } from '../../common/contract/store-contract.ts';
import { appError } from '../../common/lib/app-error.ts';
import type { Shell } from '../../shell/shell.ts';
import type { StoreClient } from './customer-desk.ts';
import { dialPlanOf } from '../base/numbers.ts';
import { createHostKeeper } from '../base/host-keeper.ts';
import type { Notices } from '../base/notices.ts';

export interface StoreKeeper {
  readonly client: StoreClient;
  start(): void;
  stop(): Promise<void>;
}

/** Keeps store-host open on this profile, and says plainly when customer data is missing. */
export function createStoreKeeper(
  shell: Pick<Shell, 'processes' | 'clock' | 'log' | 'profile'>,
  options: { readonly settings: () => Settings; readonly notices: Notices; readonly onReady: () => void },
): StoreKeeper {
  const { notices } = options;
  const keeper = createHostKeeper({
    name: 'store-host',
    contract: storeContract,
    processes: shell.processes,
    clock: shell.clock,
    log: shell.log,
    onUp(client) {
      client.on('store/trouble', ({ error }) => notices.raise(error));
      const { practice, numbers } = options.settings();
      void client
        .request(
          'store/open',
          {
            folder: shell.profile,
            sample: practice,
            country: numbers.country,
            dialPlan: dialPlanOf(numbers),
          },
          // The first start fills in the sample customers; a large file is checked.
          { timeoutMs: 60_000 },
        )
        .then((opened) => {
          if (!opened.ok) {
            if (opened.error.code !== 'contract.closed') notices.raise(opened.error);
            return;
          }
          notices.clear('store.unavailable');
          if (opened.value.trouble !== null) notices.raise(opened.value.trouble);
          shell.log.info('store.open', { customers: opened.value.customers });
          options.onReady();
        });
    },
    onDown: () => notices.raise(appError('store.unavailable')),
  });
  return {
    client: () => keeper.client(),
    start: () => keeper.start(),
    async stop() {
      await keeper.client()?.request('store/close', null, { timeoutMs: 1_000 });
      keeper.stop();
    },
  };
}
