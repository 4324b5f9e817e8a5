import { parseHidDescriptor } from './hid-descriptor.ts';
import type { Quirks } from './headset-quirks.ts';
import { readTelephonyLayout } from './telephony-layout.ts';

/** What a report descriptor offers for call control, in the form other programs read. Takes any bytes. */
export function inspectDescriptor(bytes: Uint8Array, quirks: Quirks = {}) {
  const layout = readTelephonyLayout(parseHidDescriptor(bytes), quirks);
  return {
    capability: layout.capability,
    numbered: layout.numbered,
    inputs: layout.inputs.map(({ role, reportId, bit, size, semantics }) => ({
      role,
      reportId,
      bit,
      size,
      semantics,
    })),
    outputs: layout.outputs.map(({ role, reportId, bit }) => ({ role, reportId, bit })),
    warnings: layout.warnings,
  };
}
