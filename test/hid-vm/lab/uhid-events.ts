/**
 * The messages of /dev/uhid, as include/uapi/linux/uhid.h of the kernel lays them out: a `struct uhid_event` is a type
 * (u32) and a union, packed, in the byte order of the machine (the VM is x86: little-endian).
 */
const types = {
  destroy: 1,
  start: 2,
  stop: 3,
  open: 4,
  close: 5,
  output: 6,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
} as const;

/** sizeof(struct uhid_event): the type, and the union padded to a multiple of 8. A read gives one whole event. */
export const uhidEventBytes = 4 + 4376;
/** UHID_DATA_MAX: no report and no descriptor is longer. */
export const uhidDataBytes = 4096;

const payloadAt = 4;

/** `BUS_*` of input.h. node-hid does not list devices on the virtual bus. */
const buses = { usb: 3, bluetooth: 5 } as const;
export type HidBus = keyof typeof buses;

export interface UhidIdentity {
  readonly name: string;
  /** Where it is plugged in; the kernel shows it as HID_PHYS, which tells one virtual device from another. */
  readonly phys: string;
  /** Serial number; may be empty. */
  readonly serial: string;
  readonly bus: HidBus;
  readonly vendorId: number;
  readonly productId: number;
  readonly descriptor: Uint8Array;
}

export type UhidEvent =
  | { readonly type: 'start' | 'stop' | 'open' | 'close' | 'other' }
  /** What somebody wrote to the device. */
  | { readonly type: 'output'; readonly report: Uint8Array }
  /** The kernel waits up to 5 s for the reply. */
  | { readonly type: 'getReport' | 'setReport'; readonly id: number };

/** struct uhid_create2_req: name[128], phys[64], uniq[64], u16 rd_size, u16 bus, u32 vendor, product, version, country, rd_data. */
export function encodeCreate(device: UhidIdentity): Buffer {
  const bytes = Buffer.alloc(payloadAt + 276 + device.descriptor.length);
  bytes.writeUInt32LE(types.create2, 0);
  // One byte less than the field: the kernel wants the strings to end with a zero.
  bytes.write(device.name, payloadAt, 127);
  bytes.write(device.phys, payloadAt + 128, 63);
  bytes.write(device.serial, payloadAt + 192, 63);
  bytes.writeUInt16LE(device.descriptor.length, payloadAt + 256);
  bytes.writeUInt16LE(buses[device.bus], payloadAt + 258);
  bytes.writeUInt32LE(device.vendorId, payloadAt + 260);
  bytes.writeUInt32LE(device.productId, payloadAt + 264);
  bytes.set(device.descriptor, payloadAt + 276);
  return bytes;
}

/** struct uhid_input2_req: u16 size, data. The report id comes first when the device numbers its reports. */
export function encodeInput(report: Uint8Array): Buffer {
  const bytes = Buffer.alloc(payloadAt + 2 + report.length);
  bytes.writeUInt32LE(types.input2, 0);
  bytes.writeUInt16LE(report.length, payloadAt);
  bytes.set(report, payloadAt + 2);
  return bytes;
}

export function encodeDestroy(): Buffer {
  const bytes = Buffer.alloc(payloadAt);
  bytes.writeUInt32LE(types.destroy, 0);
  return bytes;
}

/** struct uhid_{get,set}_report_reply_req: u32 id, u16 err, u16 size. Virtual headsets have no feature reports. */
export function encodeRefusal({ type, id }: { type: 'getReport' | 'setReport'; id: number }): Buffer {
  const inputOutputError = 5;
  const bytes = Buffer.alloc(payloadAt + 8);
  bytes.writeUInt32LE(type === 'getReport' ? types.getReportReply : types.setReportReply, 0);
  bytes.writeUInt32LE(id, payloadAt);
  bytes.writeUInt16LE(inputOutputError, payloadAt + 4);
  return bytes;
}

/** Takes a copy: the buffer may be read into again. */
export function decodeEvent(bytes: Buffer): UhidEvent {
  switch (bytes.readUInt32LE(0)) {
    case types.start:
      return { type: 'start' };
    case types.stop:
      return { type: 'stop' };
    case types.open:
      return { type: 'open' };
    case types.close:
      return { type: 'close' };
    case types.output: {
      // struct uhid_output_req: data[4096], u16 size, u8 rtype.
      const size = bytes.readUInt16LE(payloadAt + uhidDataBytes);
      return { type: 'output', report: Uint8Array.from(bytes.subarray(payloadAt, payloadAt + size)) };
    }
    case types.getReport:
      return { type: 'getReport', id: bytes.readUInt32LE(payloadAt) };
    case types.setReport:
      return { type: 'setReport', id: bytes.readUInt32LE(payloadAt) };
    default:
      return { type: 'other' };
  }
}
