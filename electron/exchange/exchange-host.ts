import { openParentWire } from '../node/wires/parent-wire.ts';
import { systemClock } from '../node/system-clock.ts';
import { findVoicesFolder } from './find-voices-folder.ts';
import { openWeriftMedia } from './media/werift-media.ts';
import { serveExchange } from './serve-exchange.ts';

// A defect ends the process; whoever started it starts it again. Running on in an unknown state helps nobody.
process.on('unhandledRejection', () => process.exit(1));

const wire = openParentWire();
const service = serveExchange(wire, {
  clock: systemClock,
  // Absent when the sources run unbundled as ES modules.
  voicesFolder: findVoicesFolder(process.env, typeof __dirname === 'string' ? __dirname : undefined),
  openMedia: (ports) => openWeriftMedia(systemClock, ports),
});

wire.onClose(() => {
  void service.close().finally(() => process.exit(0));
});
