import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIoregDescriptors } from '../../../electron/node/headset/descriptors/ioreg-descriptors.ts';
import { readSystemFixture } from './chromium-listing.ts';
import {
  blackwire,
  blackwireBytes,
  entry,
  ioregSample,
  newFolder,
  programDoing,
  whole,
} from './descriptor-places.ts';

describe('ioreg', () => {
  const known = entry('DevSrvsID:4295538287', blackwire, whole);

  it('is run once for a list of devices, and again for a device it has not told of', async () => {
    const ioreg = programDoing(`cat '${ioregSample}'`);
    const source = createIoregDescriptors({ program: ioreg.program });
    const evolve = entry('DevSrvsID:4295538301', [0x0b0e, 0x0307]);
    const found = await Promise.all([known, evolve, known].map((one) => source.readDescriptor(one)));
    expect(found.map((one) => one?.bytes?.length)).toEqual([373, 332, 373]);
    expect(ioreg.runs()).toEqual(['-a -r -c IOHIDDevice -d 1']);
    // The mouse-like thing without a descriptor, and one that is not there.
    const unknown = [entry('DevSrvsID:4294968760', [0x05ac, 0x0274]), entry('DevSrvsID:7', blackwire)];
    for (const one of [...unknown, ...unknown]) expect(await source.readDescriptor(one)).toBeUndefined();
    expect(ioreg.runs()).toHaveLength(3);
    await source.readDescriptor(known);
    expect(ioreg.runs()).toHaveLength(3);
  });

  it('is run again for a device that came while it ran', async () => {
    const folder = newFolder();
    const registry = join(folder, 'registry');
    const gates = [join(folder, 'gate1'), join(folder, 'gate2')] as const;
    execFileSync('sh', ['-c', 'mkfifo "$@"', 'sh', ...gates]);
    const ioreg = programDoing(
      `then=$(cat '${registry}'); cat "${folder}/gate$(wc -l < "$(dirname "$0")/arguments.log")"; echo "$then"`,
    );
    const source = createIoregDescriptors({ program: ioreg.program });
    const sample = readSystemFixture('macos-ioreg.plist');
    writeFileSync(registry, sample.replace('4295538287', '1'));
    const evolve = source.readDescriptor(entry('DevSrvsID:4295538301', [0x0b0e, 0x0307]));
    // Opens when the other end does: the first run has read the registry by then, and tells what it read.
    const first = await open(gates[0], 'w');
    writeFileSync(registry, sample);
    const found = source.readDescriptor(known);
    await first.close();
    expect((await evolve)?.bytes).toHaveLength(332);
    await (await open(gates[1], 'w')).close();
    expect((await found)?.bytes).toHaveLength(373);
    expect(ioreg.runs()).toHaveLength(2);
  });

  it('decides by the USB ids for paths of another form, if these leave no choice', async () => {
    const source = createIoregDescriptors({ program: programDoing(`cat '${ioregSample}'`).program });
    const found = await source.readDescriptor(entry('IOService:/AppleACPIPlatformExpert', blackwire, whole));
    expect(found?.bytes).toEqual(blackwireBytes);
    const twice = programDoing(
      `sed 's/<integer>775</<integer>49238</; s/<integer>2830</<integer>1151</' '${ioregSample}'`,
    );
    const two = createIoregDescriptors({ program: twice.program });
    expect(await two.readDescriptor(entry('IOService:/other', blackwire, whole))).toBeUndefined();
  });

  it('gives up on a program that does not end', async () => {
    // Its standard input is never closed.
    const { program, runs } = programDoing('exec cat');
    const source = createIoregDescriptors({ program, timeoutMs: 200 });
    expect(await source.readDescriptor(known)).toBeUndefined();
    expect(runs()).toHaveLength(1);
  });

  it.each([
    ['more output than agreed', `cat '${ioregSample}'`, { maxOutputBytes: 1000 }],
    ['no property list', 'echo unknown option', {}],
    ['a property list of another kind', `echo '<plist version="1.0"><dict/></plist>'`, {}],
    ['output that is cut', `head -c 3000 '${ioregSample}'`, {}],
    ['an error', `cat '${ioregSample}'; exit 1`, {}],
  ])('takes nothing from %s, and asks again the next time', async (_, script, limits) => {
    const folder = newFolder();
    const ioreg = programDoing(`if [ -e '${folder}/good' ]; then echo; exit 0; fi\n${script}`);
    const source = createIoregDescriptors({ program: ioreg.program, ...limits });
    expect(await source.readDescriptor(known)).toBeUndefined();
    expect(await source.readDescriptor(known)).toBeUndefined();
    expect(ioreg.runs()).toHaveLength(2);
    // An answer without devices is an answer.
    writeFileSync(join(folder, 'good'), '');
    expect(await source.readDescriptor(known)).toBeUndefined();
    expect(await source.readDescriptor(known)).toBeUndefined();
    expect(ioreg.runs()).toHaveLength(3);
  });

  it('is not missed where it is not installed', async () => {
    const source = createIoregDescriptors({ program: join(newFolder(), 'nothing here') });
    expect(await source.readDescriptor(known)).toBeUndefined();
  });

  it('does not depend on how its output is indented', async () => {
    const { program } = programDoing(`tr -d '\\t' < '${ioregSample}'`);
    const found = await createIoregDescriptors({ program }).readDescriptor(known);
    expect(found?.bytes).toEqual(blackwireBytes);
    expect(readSystemFixture('macos-ioreg.plist')).toContain('\t\t\t<dict>');
  });
});
