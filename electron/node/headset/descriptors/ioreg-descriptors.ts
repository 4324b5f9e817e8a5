import { execFile } from 'node:child_process';
import { z } from 'zod';
import type { HidEntry } from '../hid-transport.ts';
import { describeBytes, maxDescriptorBytes, type DescriptorSource } from './descriptor-source.ts';

/**
 * Of every HID device its own properties, without what hangs below it (`-d 1`), as a property list. Empty output when
 * there is no device. ioreg tells the number of an entry as `IORegistryEntryID`.
 */
const ioregArguments = ['-a', '-r', '-c', 'IOHIDDevice', '-d', '1'];

export interface IoregOptions {
  readonly program?: string;
  readonly timeoutMs?: number;
  readonly maxOutputBytes?: number;
}

const nodeSchema = z.object({
  IORegistryEntryID: z.number(),
  VendorID: z.number().optional(),
  ProductID: z.number().optional(),
  ReportDescriptor: z.instanceof(Uint8Array).refine(({ length }) => length <= maxDescriptorBytes),
});

type RegistryNode = z.infer<typeof nodeSchema>;

/** macOS: the I/O registry keeps the raw bytes of every HID device, readable by everyone. */
export function createIoregDescriptors(options: IoregOptions = {}): DescriptorSource {
  const { program = '/usr/sbin/ioreg', timeoutMs = 5_000, maxOutputBytes = 32 * 1024 * 1024 } = options;
  let nodes: readonly RegistryNode[] = [];
  /** Devices that were looked for in vain: their paths do not come again, so looking again brings nothing. */
  let missing = new Set<string>();
  let running: Promise<boolean> | undefined;

  const look = async (): Promise<boolean> => {
    const output = await run(program, { timeout: timeoutMs, maxBuffer: maxOutputBytes });
    const found = output === undefined ? undefined : await readNodes(output);
    nodes = found ?? nodes;
    return found !== undefined;
  };

  return {
    async readDescriptor(entry) {
      const isUnknown = (): boolean => findNode(nodes, entry) === undefined && !missing.has(entry.path);
      // A look under way may have begun before this device came.
      if (isUnknown()) await running;
      if (isUnknown()) {
        running ??= look().finally(() => {
          running = undefined;
        });
        const hasLooked = await running;
        if (!hasLooked) return undefined;
        if (findNode(nodes, entry) === undefined) missing = new Set([...missing].slice(-99)).add(entry.path);
      }
      const node = findNode(nodes, entry);
      return node === undefined ? undefined : describeBytes(node.ReportDescriptor, 'ioreg', entry);
    },
  };
}

/** Undefined when the program failed, took too long or had too much to say. */
function run(program: string, limits: { timeout: number; maxBuffer: number }): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, ioregArguments, { ...limits, killSignal: 'SIGKILL' }, (error, output) => {
      resolve(error === null ? output : undefined);
    });
  });
}

/** Undefined when the output is no property list. Entries without a descriptor are left out. */
async function readNodes(output: string): Promise<readonly RegistryNode[] | undefined> {
  if (output.trim() === '') return [];
  // The parser complains aloud about anything else.
  if (!/<plist[\s\S]*<\/plist>\s*$/.test(output)) return undefined;
  const list = (await parseList(withoutInnerLists(output))) ?? (await parseList(output));
  return list?.flatMap((item) => {
    const node = nodeSchema.safeParse(item);
    return node.success ? [node.data] : [];
  });
}

/**
 * An entry describes each key of its device as well, in lists of lists: a megabyte of text that takes a second to parse,
 * in which no button would be heard. The system indents by a tab for each level; what we read stands in the second.
 */
function withoutInnerLists(output: string): string {
  return output.replace(/^\t{3,}.*\n/gm, '');
}

async function parseList(text: string): Promise<readonly unknown[] | undefined> {
  // Needed on macOS only, and a third of this program.
  const { parse } = await import('plist');
  try {
    const list = parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

/**
 * hidapi's paths are `DevSrvsID:` and the number of the registry entry. For a path of another form the USB ids decide
 * if they leave no choice; a location would help no further, as node-hid does not tell it.
 */
function findNode(
  nodes: readonly RegistryNode[],
  { path, vendorId, productId }: HidEntry,
): RegistryNode | undefined {
  const id = /^DevSrvsID:(\d+)$/.exec(path)?.[1];
  if (id !== undefined) return nodes.find((node) => node.IORegistryEntryID === Number(id));
  const alike = nodes.filter(({ VendorID, ProductID }) => VendorID === vendorId && ProductID === productId);
  return alike.length === 1 ? alike[0] : undefined;
}
