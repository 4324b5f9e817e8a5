import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  findDoubledMuteKey,
  hasCallControls,
  readInputDevices,
  udevRule,
  udevRuleMissing,
} from '../../../electron/common/headset/linux-obstacles.ts';
import { findObstacles } from '../../../electron/node/headset/find-obstacles.ts';
import type { HidEntry } from '../../../electron/node/headset/hid-transport.ts';
import { readSystemFixture } from './chromium-listing.ts';

const recorded = readSystemFixture('linux-input-devices.txt');
const evolve = { vendorId: 0x0b0e, productId: 0x0307, product: 'Jabra EVOLVE LINK MS' };
const link380 = { vendorId: 0x0b0e, productId: 0x24c9, product: 'Jabra Link 380' };
const blackwire = { vendorId: 0x047f, productId: 0xc056, product: 'Blackwire 3220' };
const gaming = { vendorId: 0x046d, productId: 0x0ac4, product: 'G535' };

const folder = mkdtempSync(join(tmpdir(), 'offhook-obstacles-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const entryOf = (device: typeof evolve, path: string, usagePage = 0x0b, usage = 0x05): HidEntry => ({
  ...device,
  path,
  serial: '',
  virtual: false,
  collections: [
    { path, usagePage: 0x0c, usage: 0x01 },
    { path, usagePage, usage },
  ],
});

describe('the mute button as a key of the system (P24)', () => {
  it.each([
    ['is one for a headset whose mute is an ordinary field', evolve, true],
    ['is one for another vendor', blackwire, true],
    ['is none where the field is declared constant', link380, false],
    ['is none for a gaming headset', gaming, false],
  ])('%s', (_, device, isDoubled) => {
    const found = findDoubledMuteKey(device, readInputDevices(recorded, 64));
    expect(found?.code).toBe(isDoubled ? 'headset.mute-key-doubled' : undefined);
  });

  it('comes with the lines that take it away', () => {
    expect(findDoubledMuteKey(evolve, readInputDevices(recorded, 64))?.details).toEqual({
      product: 'Jabra EVOLVE LINK MS',
      lines: 'evdev:input:b0003v0B0Ep0307*\n KEYBOARD_KEY_b002f=reserved',
      file: '/etc/udev/hwdb.d/61-offhook-0b0e-0307.hwdb',
      commands: [
        "printf '%s\\n' 'evdev:input:b0003v0B0Ep0307*' ' KEYBOARD_KEY_b002f=reserved' | sudo tee /etc/udev/hwdb.d/61-offhook-0b0e-0307.hwdb",
        'sudo systemd-hwdb update',
        'sudo udevadm trigger --subsystem-match=input',
      ].join('\n'),
    });
  });

  const block = (keys: string, ids = 'Bus=0003 Vendor=0b0e Product=0307 Version=0111') =>
    `I: ${ids}\nN: Name="x"\nB: EV=13\nB: KEY=${keys}\n\n`;

  it.each([
    ['bit 248 is bit 56 of the fourth word of 64', 64, '100000000000000 0 0 0', true],
    ['of 64 bits, with keys above it', 64, 'fff 0 100000000000000 0 0 0', true],
    ['of 64 bits, beside it', 64, '280000000000000 0 0 0', false],
    ['of 64 bits, a video bus', 64, '3e000b00000000 0 0 0', false],
    ['of 64 bits, fewer words', 64, 'c000000000000 0', false],
    ['of 32 bits it is bit 24 of the eighth', 32, '1000000 0 0 0 0 0 0 0', true],
    ['of 32 bits, a keyboard', 32, '10000 7 ff800000 7ff febeffdf f3cfffff ffffffff fffffffe', false],
    ['no keys', 64, '0', false],
    ['a line of another form', 64, 'lots', false],
  ] as const)('reads the bitmap: %s', (_, wordBits, keys, sends) => {
    expect(readInputDevices(block(keys), wordBits)).toEqual([
      { bus: 3, vendorId: 0x0b0e, productId: 0x0307, sendsMicMute: sends },
    ]);
  });

  it('is looked for by both ids, on every bus', () => {
    const bluetooth = block('100000000000000 0 0 0', 'Bus=0005 Vendor=0b0e Product=0307 Version=0111');
    expect(findDoubledMuteKey(link380, readInputDevices(bluetooth, 64))).toBeUndefined();
    expect(findDoubledMuteKey(evolve, readInputDevices(bluetooth, 64))?.details?.['lines']).toContain(
      'b0005v0B0Ep0307*',
    );
  });

  it('is not found in what is no such list', () => {
    expect(readInputDevices('', 64)).toEqual([]);
    expect(readInputDevices('I: Bus=zzzz\n\nB: KEY=1\n\n', 64)).toEqual([]);
  });
});

describe('the rule that lets a user open a headset (P27)', () => {
  const packaged = readFileSync(
    new URL('../../../build/packaging/60-offhook-headsets.rules', import.meta.url),
    'utf8',
  );
  const rules = packaged.split('\n').filter((line) => line.startsWith('KERNEL'));

  it('is the packaged one with the product added', () => {
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) {
      const vendorId = Number.parseInt(/idVendor\}=="([0-9a-f]{4})"/.exec(rule)?.[1] ?? '', 16);
      const own = udevRule({ vendorId, productId: 0x0307, product: '' });
      expect(own.replace(', ATTRS{idProduct}=="0307"', '')).toBe(rule);
    }
  });

  it('comes with its file, which is read before access lists are made, and with commands', () => {
    const { code, details } = udevRuleMissing(link380);
    expect(code).toBe('headset.udev-rule-missing');
    expect(details).toMatchObject({
      product: 'Jabra Link 380',
      rule: 'KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{idVendor}=="0b0e", ATTRS{idProduct}=="24c9", MODE="0660", TAG+="uaccess"',
      file: '/etc/udev/rules.d/61-offhook-0b0e-24c9.rules',
    });
    const [write, ...others] = String(details?.['commands']).split('\n');
    expect(write).toBe(`echo '${udevRule(link380)}' | sudo tee /etc/udev/rules.d/61-offhook-0b0e-24c9.rules`);
    expect(others).toEqual([
      'sudo udevadm control --reload',
      'sudo udevadm trigger --subsystem-match=hidraw',
    ]);
  });
});

describe('what stands in the way on Linux', () => {
  const inputDevices = join(folder, 'devices');
  writeFileSync(inputDevices, recorded);
  const open = join(folder, 'hidraw0');
  writeFileSync(open, '');
  const look = (entries: readonly HidEntry[], platform: NodeJS.Platform = 'linux') =>
    findObstacles(entries, { platform, inputDevices, wordBits: 64 });
  const codes = async (entries: readonly HidEntry[], platform?: NodeJS.Platform) =>
    (await look(entries, platform)).map(({ code }) => code);

  it('is told of headsets only, and on no other system', async () => {
    expect(await codes([entryOf(evolve, open)])).toEqual(['headset.mute-key-doubled']);
    expect(await codes([entryOf(evolve, open, 0x01, 0x06)])).toEqual([]);
    expect(await codes([{ ...entryOf(evolve, open), virtual: true }])).toEqual([]);
    expect(await codes([entryOf(evolve, open)], 'win32')).toEqual([]);
    expect(hasCallControls([{ usagePage: 0x0b, usage: 0x06 }])).toBe(false);
  });

  it('is told once for two headsets of a kind', async () => {
    expect(await look([entryOf(evolve, open), entryOf(evolve, open)])).toHaveLength(1);
    expect(await look([entryOf(evolve, open), entryOf(blackwire, open)])).toHaveLength(2);
  });

  it('is nothing for a device that is gone', async () => {
    expect(await codes([entryOf(link380, join(folder, 'hidraw9'))])).toEqual([]);
  });

  it('is nothing where the system does not list its keys', async () => {
    const inputs = join(folder, 'no such file');
    expect(await findObstacles([entryOf(evolve, open)], { platform: 'linux', inputDevices: inputs })).toEqual(
      [],
    );
  });

  // The superuser may open everything: somebody else looks, where this one can read the program.
  it.runIf(lookAsNobody([]) === '[]')('is a missing rule where the file is closed to this user', () => {
    const closed = join(folder, 'hidraw1');
    writeFileSync(closed, '');
    chmodSync(closed, 0o600);
    chmodSync(open, 0o666);
    chmodSync(folder, 0o755);
    expect(lookAsNobody([entryOf(link380, closed), entryOf(link380, open)])).toBe(
      '["headset.udev-rule-missing"]',
    );
  });
});

/** The codes of what is found by a process of the user nobody; undefined where such a process cannot do that. */
function lookAsNobody(entries: readonly HidEntry[]): string | undefined {
  const program = `
    const { findObstacles } = await import(process.argv[1]);
    const found = await findObstacles(JSON.parse(process.argv[2]), { platform: 'linux', inputDevices: '/dev/null' });
    process.stdout.write(JSON.stringify(found.map(({ code }) => code)));`;
  const module = new URL('../../../electron/node/headset/find-obstacles.ts', import.meta.url).href;
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program, module, JSON.stringify(entries)],
    { uid: 65_534, encoding: 'utf8', cwd: '/' },
  );
  return status === 0 ? stdout : undefined;
}
