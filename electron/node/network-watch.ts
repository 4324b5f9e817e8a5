import { networkInterfaces } from 'node:os';

/** No system tells a plain process of a change; reading the addresses takes a fraction of a millisecond. */
const everyMs = 1_000;

type Interfaces = ReturnType<typeof networkInterfaces>;

/** `read`: the interfaces as Node tells them. */
export function createNetworkWatch(read: () => Interfaces = networkInterfaces) {
  return {
    onChange(listener: () => void): () => void {
      let known = describe(read());
      const timer = setInterval(() => {
        const now = describe(read());
        if (now === known) return;
        known = now;
        listener();
      }, everyMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

/** Link-local IPv6 addresses carry no call, and come and go with every adapter that wakes. */
function describe(interfaces: Interfaces): string {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^fe80:/iu.test(address))
    .map(({ address }) => address)
    .toSorted()
    .join(' ');
}
