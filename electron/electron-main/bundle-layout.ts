import { join } from 'node:path';
import type { PageName } from '../common/policy/page-identity.ts';
import type { HostName } from '../shell/processes.ts';

/** Where the bundler puts what the main process starts, serves and shows. `dist` is the folder above this bundle. */
export function bundleLayout(dist: string) {
  return {
    resources: dist,
    pages: join(dist, 'renderer'),
    icons: join(dist, 'icons'),
    preloadOf: (page: PageName): string => join(dist, 'preload', `${page}.cjs`),
    entryOf: (name: HostName): string => join(dist, hostEntries[name]),
  };
}

const hostEntries: Readonly<Record<HostName, string>> = {
  'hid-host': 'hosts/hid-host.cjs',
  'store-host': 'hosts/store-host.cjs',
  'exchange-host': 'exchange/exchange-host.cjs',
};
