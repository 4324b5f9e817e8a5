import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench, folder, isReady, serveBench } from './headset-served-bench.ts';

describe('the served headset: what people look at', () => {
  it('sends the panel while it is watched, and not otherwise', async () => {
    const { client, heard, until, attach, handle, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'A'));
    await start();
    await until(() => isReady(heard, 'Bench headset'));
    expect(heard.panels).toEqual([]);
    await client.request('headset/watch', { on: true });
    handle('/dev/hidraw-a').send(Uint8Array.of(1, 0));
    handle('/dev/hidraw-a').send(Uint8Array.of(1, 1));
    await until(() => heard.panels.at(-1)?.live.pressed.includes('hook') === true);
    expect(heard.panels.at(-1)?.device).toMatchObject({ usbId: '1234:5678', origin: 'file' });
    await client.request('headset/watch', { on: false });
    const told = heard.panels.length;
    handle('/dev/hidraw-a').send(Uint8Array.of(1, 0));
    await client.request('process/ping', null);
    expect(heard.panels).toHaveLength(told);
  });

  it('runs a self-test that a call interrupts', async () => {
    const { client, heard, until, attach, handle, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'A'));
    await start();
    await until(() => isReady(heard, 'Bench headset'));
    await client.request('headset/watch', { on: true });
    expect(await client.request('headset/self-test', { action: 'start' })).toEqual({ ok: true, value: null });
    await until(() => heard.panels.at(-1)?.live.lit.includes('ring') === true);
    await client.request('headset/self-test', { action: 'seen' });
    await until(
      () => JSON.stringify(heard.panels.at(-1)?.selfTest?.task) === '{"kind":"press","press":"answer"}',
    );
    handle('/dev/hidraw-a').press('hook');
    await until(() => heard.panels.at(-1)?.selfTest?.results.length === 2);
    await client.request('headset/set-phase', { phase: 'incoming', muted: false });
    await until(() => heard.panels.at(-1)?.selfTest?.state === 'interrupted');
    expect(await client.request('headset/self-test', { action: 'start' })).toMatchObject({
      error: { code: 'headset.busy' },
    });
    await until(() => heard.panels.at(-1)?.live.lit.join() === 'ring');
    expect(handle('/dev/hidraw-a').written.at(-1)).toBe('0202');
    expect(heard.intents).toEqual([]);
  });

  it('records and writes a file without serial numbers', async () => {
    const { client, heard, until, attach, handle, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'SERIAL-7'));
    await start();
    await until(() => isReady(heard, 'Bench headset'));
    await client.request('headset/record', { on: true });
    handle('/dev/hidraw-a').send(Uint8Array.of(1, 0));
    await client.request('headset/record', { on: false });
    const exported = await client.request('headset/export', null);
    const text = readFileSync(exported.ok ? exported.value.file : '', 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      vendorId: '0x1234',
      productId: '0x5678',
      name: 'Bench headset',
    });
    expect(text).not.toMatch(/SERIAL|hidraw/);
  });

  it('tells of wrong quirks and descriptors, and when they are mended', async () => {
    const { client, heard, until, attach, start } = serveBench();
    writeFileSync(join(folder, 'mine.json'), '{ "1234:5678": { "hookPulses": "yes" } }');
    writeFileSync(join(folder, '4321-8765.hex'), 'this is no descriptor');
    attach(bench('/dev/hidraw-a', 'A'), {
      ...bench('/dev/hidraw-b', 'B'),
      vendorId: 0x4321,
      productId: 0x8765,
    });
    await start();
    const codes = () => heard.troubles.map((one) => (typeof one === 'string' ? `over ${one}` : one.code));
    await until(() => codes().length === 2);
    expect(codes().toSorted()).toEqual(['headset.descriptor-invalid', 'headset.quirks-invalid']);
    expect(heard.troubles).toContainEqual(
      expect.objectContaining({
        details: { file: join(folder, 'mine.json'), where: '1234:5678.hookPulses' },
      }),
    );
    writeFileSync(join(folder, 'mine.json'), '{ "1234:5678": { "hookPulses": true } }');
    rmSync(join(folder, '4321-8765.hex'));
    await until(() => codes().length === 4);
    expect(codes().slice(2).toSorted()).toEqual([
      'over headset.descriptor-invalid',
      'over headset.quirks-invalid',
    ]);
    const panel = await client.request('headset/panel', null);
    expect(panel.ok && panel.value.device?.quirks).toEqual({ hookPulses: true });
    expect(panel.ok && panel.value.obstacles).toEqual([]);
  });
});
