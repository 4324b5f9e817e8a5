import { describe, expect, it } from 'vitest';
import { blackwireIds, listOnWindows, recordedBlackwire } from '../unit/headset/chromium-listing.ts';
import { bench, isReady, noWishes, serveBench } from './headset-served-bench.ts';

describe('the served headset: starts and stops', () => {
  it('puts all lights out and closes the device when stopped, and says nothing afterwards', async () => {
    const { client, heard, until, attach, handle, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'A'));
    await start('active');
    await until(() => isReady(heard, 'Bench headset') && heard.statuses.at(-1)?.lights.offHook === true);
    expect(await client.request('headset/stop', null)).toEqual({ ok: true, value: null });
    expect(handle('/dev/hidraw-a').written.at(-1)).toBe('0200');
    expect(handle('/dev/hidraw-a').closes).toBe(1);
    const told = heard.statuses.length;
    handle('/dev/hidraw-a').press('hook');
    expect(await client.request('headset/set-phase', { phase: 'idle', muted: false })).toMatchObject({
      error: { code: 'headset.none' },
    });
    expect(heard.statuses).toHaveLength(told);
    expect(heard.intents).toEqual([]);
  });

  it('shows the last phase that was told while it was starting', async () => {
    const { client, heard, until, attach, handle, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'A'));
    const started = start('incoming');
    const told = client.request('headset/set-phase', { phase: 'held', muted: false });
    expect([(await started).ok, (await told).ok]).toEqual([true, true]);
    await until(() => isReady(heard, 'Bench headset'));
    await client.request('headset/stop', null);
    expect(handle('/dev/hidraw-a').written).toEqual(['0209', '0200']);
  });

  it('started twice at once has one device open, with the second start’s phase', async () => {
    const { client, heard, until, attach, opened, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'A'));
    await Promise.all([start('incoming'), start('active')]);
    await until(() => isReady(heard, 'Bench headset'));
    expect(opened().filter(({ closes }) => closes === 0)).toHaveLength(1);
    expect(opened().at(-1)?.written.at(-1)).toBe('0201');
    await client.request('headset/stop', null);
    expect(opened().filter(({ closes }) => closes === 0)).toHaveLength(0);
  });

  it('stopped while it was starting does not start', async () => {
    const { client, attach, opened, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'A'));
    const started = start('active');
    await client.request('headset/stop', null);
    await started;
    expect(await client.request('headset/list', null)).toEqual({ ok: true, value: [] });
    expect(opened().every(({ closes }) => closes > 0)).toBe(true);
  });

  it('before a start knows no device, and no wish is lost on it', async () => {
    const { client } = serveBench();
    expect(await client.request('headset/set-wishes', noWishes)).toMatchObject({
      error: { code: 'headset.none' },
    });
    expect(await client.request('headset/panel', null)).toMatchObject({ value: { device: null } });
    for (const answer of [
      await client.request('headset/self-test', { action: 'start' }),
      await client.request('headset/record', { on: true }),
      await client.request('headset/export', null),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: 'headset.none' } });
    expect(await client.request('headset/wake', null)).toEqual({ ok: true, value: null });
    expect(await client.request('headset/watch', { on: true })).toEqual({ ok: true, value: null });
  });
});

describe('the served headset: devices', () => {
  it('changes over by hand in a call, and remembers the choice of last time', async () => {
    const first = serveBench();
    first.attach(bench('/dev/hidraw-a', 'A'), bench('/dev/hidraw-b', 'B'));
    await first.start('active');
    await first.until(() => isReady(first.heard, 'Bench headset'));
    const chosen = '1234:5678:A';
    await first.client.request('headset/set-wishes', { ...noWishes, chosen });
    const attachedTo = () => first.heard.events.filter(({ what }) => what === 'attached').length;
    await first.until(() => attachedTo() === 2);
    const listed = await first.client.request('headset/list', null);
    expect(listed.ok && listed.value.map(({ key, active, chosen: by }) => [key, active, by])).toEqual([
      ['/dev/hidraw-a', true, true],
      ['/dev/hidraw-b', false, false],
    ]);
    expect(first.heard.intents).toEqual([]);
    await first.client.request('headset/stop', null);
    expect(first.handle('/dev/hidraw-b').written.at(-1)).toBe('0200');

    const second = serveBench();
    second.attach(bench('/dev/hidraw-1', 'B'), bench('/dev/hidraw-2', 'A'), bench('/dev/hidraw-3', 'C'));
    await second.start();
    await second.until(() => isReady(second.heard, 'Bench headset'));
    expect(second.opened()).toHaveLength(1);
    expect(second.handle('/dev/hidraw-2').closes).toBe(0);
  });

  it('takes up a device that the browser engine describes later', async () => {
    const { client, heard, until, attach, handle, start } = serveBench('win32');
    const path = String.raw`\\?\hid#vid_047f&pid_c056&mi_03&col02#8&1&0&0001#{4d1e55b2-f16f-11cf-88cb-001111000030}`;
    const listed = listOnWindows(recordedBlackwire).collections.map(({ usagePage, usage }, index) => ({
      ...blackwireIds,
      product: 'Blackwire',
      path: path.replace('col02', `col0${String(index + 1)}`),
      usagePage,
      usage,
    }));
    attach(...listed);
    await start('incoming');
    await until(() => heard.statuses.length > 0);
    await client.request('headset/describe', {
      devices: [{ ...blackwireIds, collections: listOnWindows(recordedBlackwire).collections }],
    });
    await until(() => isReady(heard, 'Blackwire'));
    const panel = await client.request('headset/panel', null);
    expect(panel.ok && panel.value.device).toMatchObject({ usbId: '047f:c056', capability: 'full' });
    expect(panel.ok && panel.value.device?.origin).toMatch(/webhid|bundled/);
    expect(handle(listed.find(({ usagePage }) => usagePage === 0x0b)?.path ?? '').closes).toBe(0);
  });

  it('after a wake opens the device at its new path, and the call is on it again', async () => {
    const { client, heard, until, attach, handle, start } = serveBench();
    attach(bench('/dev/hidraw-a', 'A'));
    await start('active');
    await until(() => isReady(heard, 'Bench headset'));
    attach(bench('/dev/hidraw-b', 'A'));
    await client.request('headset/wake', null);
    await until(() => heard.events.filter(({ what }) => what === 'attached').length === 2);
    await client.request('headset/stop', null);
    expect(handle('/dev/hidraw-a').closes).toBe(1);
    expect(handle('/dev/hidraw-b').written).toEqual(['0201', '0200']);
    expect(heard.intents).toEqual([]);
  });
});
