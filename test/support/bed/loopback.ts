import { networkInterfaces } from 'node:os';

/** The bed's ports are fixed and its servers trusting: it starts only where lo is all there is. */
export function requireLoopbackOnly(): void {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const isAlone = addresses.every(({ internal }) => internal);
  const hasMediaAddress = addresses.some(({ address }) => address === '10.0.0.1');
  if (!isAlone || !hasMediaAddress) {
    throw new Error('not in the network namespace of the suite: start it with "npm run test:pbx"');
  }
}
