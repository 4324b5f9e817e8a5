import { openParentWire } from '../../electron/node/wires/parent-wire.ts';

// The far end of a child-process wire: sends back whatever comes.
const wire = openParentWire();
wire.onMessage((message) => wire.send(message));
wire.onClose(() => process.exit(0));
