import { createDescriptorSources } from '../node/headset/descriptors/descriptor-sources.ts';
import { findObstacles } from '../node/headset/find-obstacles.ts';
import { serveHeadset } from '../node/headset/headset-service.ts';
import { createNodeHidTransport, loadNodeHid } from '../node/headset/node-hid-transport.ts';
import { watchDeviceFiles } from '../node/headset/watch-devices.ts';
import { systemClock } from '../node/system-clock.ts';
import { openParentWire } from '../node/wires/parent-wire.ts';

// Whoever started us starts us again, and the headset gets its state back; a half-working host would be worse.
process.on('unhandledRejection', (cause) => {
  process.stderr.write(
    `hid-host: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  );
  process.exit(1);
});

const wire = openParentWire();
const descriptors = createDescriptorSources(process.platform);
const service = serveHeadset(wire, {
  clock: systemClock,
  usb: createNodeHidTransport({ load: loadNodeHid, descriptors }),
  descriptors,
  findObstacles,
  watchDevices: watchDeviceFiles,
  onError: ({ code, message }, defect) => {
    const cause = defect instanceof Error ? ` (${defect.message})` : '';
    process.stderr.write(`hid-host: ${code}: ${message}${cause}\n`);
  },
});

// An open device keeps the process alive, and a headset must not show a call that nobody holds any more.
const leave = (): void => {
  void service.stop().finally(() => process.exit(0));
};
wire.onClose(leave);
process.on('SIGTERM', leave);
// Ctrl-C and the end of a terminal reach the whole group: the parent decides what they mean, and its end closes the wire.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
