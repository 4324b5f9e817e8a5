/**
 * `\\?\hid#vid_0b0e&pid_0410&mi_03&col02#7&2fcf721b&0&0001#{4d1e55b2-…}`, also in capitals, with a Bluetooth service in
 * place of the vendor, and with `\kbd` behind it: device and interface, collection, the interface's own instance, and
 * the number of the collection again.
 */
const collectionPath =
  /^\\\\\?\\hid#(?<device>[^#]+?)(?:&col(?<number>[0-9a-f]{2}))?#(?<instance>[^#]+)&[0-9a-f]{4}#\{[^#]+$/i;

export interface WindowsCollection {
  /** The same for all collections of one interface, and for no other interface of this or another device. */
  readonly interfaceKey: string;
  /** Counts from 1, in the order of the descriptor. */
  readonly number: number;
}

/** What a device path of Windows tells; undefined for paths of any other form. */
export function readWindowsPath(path: string): WindowsCollection | undefined {
  const groups = collectionPath.exec(path)?.groups;
  if (groups?.['device'] === undefined || groups['instance'] === undefined) return undefined;
  return {
    interfaceKey: `${groups['device']}#${groups['instance']}`.toLowerCase(),
    number: groups['number'] === undefined ? 1 : Number.parseInt(groups['number'], 16),
  };
}
