import { describe, expect, it } from 'vitest';
import { emptyCourse } from '../../../electron/common/call/call-course.ts';
import type { CallSample } from '../../../electron/common/call/call-sample.ts';
import type { LogFields } from '../../../electron/common/lib/log-fields.ts';
import { ok } from '../../../electron/common/lib/result.ts';
import { createCallDesk } from '../../../electron/hub/call/call-desk.ts';
import { createCallQualityDesk } from '../../../electron/hub/record/call-quality.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

function desk() {
  const clock = new ManualClock();
  const calls = createCallDesk(clock, () => Promise.resolve(ok(null)));
  const causes: string[] = [];
  const logged: LogFields[] = [];
  const note = (_name: string, fields?: LogFields): void => void logged.push(fields ?? {});
  let headset: string | null = 'Model 1';
  const quality = createCallQualityDesk(
    { clock, log: { info: note, warn: note, error: note } },
    {
      calls,
      store: () => undefined,
      endOf: () => undefined,
      headset: () => headset,
      onChange: (cause) => causes.push(cause),
    },
  );
  const samples = new Map<string, CallSample>();
  /** One second of G.711 of which so many packets are lost. */
  const second = (id: string, lost = 0): void => {
    clock.advance(1_000);
    const last = samples.get(id);
    // Speech: every other second is louder.
    const level = (last?.levelSent ?? 0) > 0.1 ? 0.01 : 0.2;
    const sample: CallSample = {
      at: clock.now(),
      packetsReceived: (last?.packetsReceived ?? 0) + 50 - lost,
      packetsLost: (last?.packetsLost ?? 0) + lost,
      bytesReceived: (last?.bytesReceived ?? 0) + 8_000,
      bytesSent: (last?.bytesSent ?? 0) + 8_000,
      jitterMs: 2,
      roundTripMs: 20,
      levelReceived: level,
      levelSent: level,
      mayReceive: true,
      maySend: true,
      isMicrophoneOn: true,
      codec: 'PCMA',
    };
    samples.set(id, sample);
    quality.noteSample(id, sample);
  };
  const talk = async (id: string): Promise<void> => {
    calls.learn({ type: 'incoming', id, remote: { number: '101', withheld: false }, data: {} }, 'line');
    await calls.wish({ type: 'answer' }, 'desk answer');
    calls.learn({ type: 'established', id }, 'line');
  };
  return {
    quality,
    calls,
    causes,
    logged,
    second,
    talk,
    unplug: () => {
      headset = null;
    },
  };
}

describe('how a call sounds', () => {
  it('is shown while it goes on, drawn anew only when there is something to see, and not after it', async () => {
    const { quality, calls, causes, second, talk } = desk();
    await talk('a');
    for (let at = 0; at < 3; at++) second('a');
    const drawn = causes.length;
    for (let at = 0; at < 20; at++) second('a');
    expect(causes).toHaveLength(drawn);
    expect(quality.view('a')).toMatchObject({ grade: 'excellent', warnings: [] });
    calls.learn({ type: 'ended', id: 'a', by: 'remote' }, 'line');
    expect(quality.view('a')).toBeNull();
    expect(quality.record('a')?.mos?.mean).toBeCloseTo(4.42, 1);
  });

  it('[61] is warned of and forgiven, with a word in the log that names nobody', async () => {
    const { quality, causes, logged, second, talk } = desk();
    await talk('a');
    for (let at = 0; at < 10; at++) second('a');
    for (let at = 0; at < 10; at++) second('a', 10);
    expect(quality.view('a')?.warnings.map(({ kind }) => kind)).toContain('loss');
    for (let at = 0; at < 30; at++) second('a');
    expect(quality.view('a')?.warnings).toEqual([]);
    expect(causes).toEqual(expect.arrayContaining(['quality loss raised', 'quality loss cleared']));
    expect(JSON.stringify(logged)).not.toContain('101');
  });

  it('is reported of the call that goes on, or of the last one, and not of one that never was', async () => {
    const { quality, second, talk, unplug } = desk();
    expect(await quality.report(undefined, false)).toMatchObject({
      ok: false,
      error: { code: 'call.not-found' },
    });
    await talk('a');
    second('a');
    second('a');
    // What was on the head in the call counts, though it is gone at its end.
    unplug();
    second('a');
    expect(await quality.report(undefined, false)).toMatchObject({
      ok: true,
      value: { id: 'a', live: { grade: 'excellent' }, end: null },
    });
    expect(quality.record('a')?.devices.headset).toBe('Model 1');
    expect(await quality.report('z', false)).toMatchObject({
      ok: false,
      error: { code: 'store.unavailable' },
    });
  });

  it('tells addresses when asked, and keeps none of them with the record', async () => {
    const { quality, second, talk } = desk();
    await talk('a');
    second('a');
    const address = '192.0.2.77';
    quality.noteCourse('a', {
      ...emptyCourse,
      candidates: [{ side: 'local', type: 'host', protocol: 'udp', port: 40_000, address }],
    });
    quality.noteFault('a', 'media.not-connected');
    expect(JSON.stringify(await quality.report('a', true))).toContain(address);
    expect(JSON.stringify(await quality.report('a', false))).not.toContain(address);
    expect(JSON.stringify(quality.record('a'))).not.toContain(address);
    expect(quality.record('a')?.fault).toBe('media.not-connected');
  });

  it('is remembered of the last fifty calls', () => {
    const { quality, second } = desk();
    for (let call = 0; call < 60; call++) second(`call-${call}`);
    expect(quality.record('call-9')).toBeNull();
    expect(quality.record('call-10')).not.toBeNull();
  });
});
