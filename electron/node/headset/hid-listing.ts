import type { CollectionPath } from '../../common/headset/collection-paths.ts';
import { readWindowsPath } from '../../common/headset/windows-path.ts';
import type { HidEntry } from './hid-transport.ts';

/** One line of hidapi's list: a top-level collection of an interface, and the path that leads to it. */
export interface NodeHidInfo {
  readonly vendorId: number;
  readonly productId: number;
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

type Listed = NodeHidInfo & { readonly path: string };

/**
 * hidapi's list as interfaces: hidraw and macOS list a path once for each top-level collection, Windows has a path for
 * each of them (P34).
 */
export function joinCollections(infos: readonly NodeHidInfo[]): HidEntry[] {
  const interfaces = new Map<string, Listed[]>();
  for (const info of infos) {
    if (info.path === undefined || info.path === '') continue;
    const key = readWindowsPath(info.path)?.interfaceKey ?? info.path;
    const listed = interfaces.get(key) ?? [];
    interfaces.set(key, listed);
    listed.push({ ...info, path: info.path });
  }
  return [...interfaces.values()].flatMap(describeInterface);
}

function describeInterface(listed: readonly Listed[]): HidEntry[] {
  // Windows lists the collections of an interface in any order.
  const inOrder = listed.toSorted((a, b) => collectionNumber(a) - collectionNumber(b));
  const [first] = inOrder;
  if (first === undefined) return [];
  const firstFilled = (key: 'product' | 'serialNumber'): string =>
    inOrder.map((one) => one[key] ?? '').find((text) => text !== '') ?? '';
  return [
    {
      path: first.path,
      vendorId: first.vendorId,
      productId: first.productId,
      product: firstFilled('product'),
      serial: firstFilled('serialNumber'),
      virtual: false,
      collections: inOrder.flatMap(readCollection),
    },
  ];
}

function collectionNumber({ path }: Listed): number {
  return readWindowsPath(path)?.number ?? 0;
}

/** A usage page of 0 is no page: hidapi could not read the descriptor. */
function readCollection({ path, usagePage = 0, usage = 0 }: Listed): CollectionPath[] {
  return usagePage === 0 ? [] : [{ path, usagePage, usage }];
}
