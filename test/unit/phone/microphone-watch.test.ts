import { describe, expect, test } from 'vitest';
import { watchDeviceChanges } from '../../../renderer/phone/media/device-changes.ts';
import type { LevelMeter } from '../../../renderer/phone/media/level-meter.ts';
import { createMicrophoneWatch } from '../../../renderer/phone/media/microphone-watch.ts';
import { frameMs, type SoundFrame } from '../../../renderer/phone/media/sound-frame.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

/** A microphone that hears what the test says, 50 ms at a time. */
class Meter implements LevelMeter {
  isClosed = false;
  #frames: SoundFrame[] = [];

  hear(ms: number, decibels: number): void {
    for (let heard = 0; heard < ms; heard += frameMs)
      this.#frames.push({ levelDb: decibels, steadyDb: decibels });
  }

  read(): readonly SoundFrame[] {
    if (this.isClosed) throw new Error('The meter is closed.');
    return this.#frames.splice(0);
  }

  close(): void {
    this.isClosed = true;
  }
}

function bed() {
  const clock = new ManualClock();
  const meters: Meter[] = [];
  const told: string[] = [];
  const state = { microphoneIsOpen: true };
  const watch = createMicrophoneWatch({
    clock,
    openMeter() {
      if (!state.microphoneIsOpen) return null;
      const meter = new Meter();
      meters.push(meter);
      return meter;
    },
    onTrouble: (code) => told.push(code),
    onTroubleOver: (code) => told.push(`over ${code}`),
  });
  /** Sound that comes, and the watch looks at it. */
  const hear = (ms: number, decibels: number): void => {
    meters.at(-1)?.hear(ms, decibels);
    clock.advance(250);
  };
  return { clock, hear, meters, state, told, watch };
}

describe('the watch over the microphone', () => {
  test('is asleep without a call: no audio context, no timer', () => {
    const { clock, meters, watch } = bed();
    watch.setMuted(true);
    watch.takeMicrophone();
    expect(meters).toEqual([]);
    watch.setTalking(true);
    watch.setTalking(true);
    expect(meters).toHaveLength(1);
    expect(clock.waiting).toEqual([250]);
    watch.setTalking(false);
    expect(meters[0]?.isClosed).toBe(true);
    expect(clock.waiting).toEqual([]);
  });

  test('tells of speech into the muted microphone, and that it is over with the call', () => {
    const { hear, told, watch } = bed();
    watch.setTalking(true);
    hear(500, -60);
    watch.setMuted(true);
    hear(1_000, -25);
    expect(told).toEqual(['media.speaking-while-muted']);
    watch.setTalking(false);
    expect(told).toEqual(['media.speaking-while-muted', 'over media.speaking-while-muted']);
  });

  test('hears what was said before the mute as unmuted, though it looks only four times a second', () => {
    const { hear, meters, told, watch } = bed();
    watch.setTalking(true);
    hear(500, -60);
    meters[0]?.hear(300, -25);
    watch.setMuted(true);
    // Still on its way when the mute came.
    hear(300, -25);
    hear(350, -25);
    hear(1_000, -60);
    expect(told).toEqual([]);
  });

  test('muted before the call, warns in it', () => {
    const { hear, told, watch } = bed();
    watch.setMuted(true);
    watch.setTalking(true);
    hear(500, -60);
    hear(1_000, -25);
    expect(told).toEqual(['media.speaking-while-muted']);
  });

  test('follows the operator to another microphone', () => {
    const { clock, hear, meters, told, watch } = bed();
    watch.setTalking(true);
    hear(4_000, -160);
    watch.takeMicrophone();
    expect(meters.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(clock.waiting).toEqual([250]);
    expect(told).toEqual(['media.microphone-silent', 'over media.microphone-silent']);
    hear(4_000, -160);
    expect(told.at(-1)).toBe('media.microphone-silent');
  });

  test('begins when the microphone does, where it is opened after the call', () => {
    const { hear, meters, state, told, watch } = bed();
    state.microphoneIsOpen = false;
    watch.setTalking(true);
    expect(meters).toEqual([]);
    state.microphoneIsOpen = true;
    watch.takeMicrophone();
    hear(4_000, -160);
    expect(told).toEqual(['media.microphone-silent']);
  });

  test('concludes nothing from a meter that says nothing', () => {
    const { clock, told, watch } = bed();
    watch.setTalking(true);
    clock.advance(60_000);
    expect(told).toEqual([]);
  });
});

describe('sound devices that come and go', () => {
  test('are told each time, and once when they have settled', () => {
    const clock = new ManualClock();
    const devices = new EventTarget();
    const told: string[] = [];
    const stop = watchDeviceChanges(devices, clock, {
      onChange: () => told.push('change'),
      onSettled: () => told.push('settled'),
    });
    const change = (): void => {
      devices.dispatchEvent(new Event('devicechange'));
    };
    change();
    clock.advance(299);
    change();
    clock.advance(299);
    expect(told).toEqual(['change', 'change']);
    clock.advance(1);
    expect(told).toEqual(['change', 'change', 'settled']);
    change();
    stop();
    change();
    clock.advance(1_000);
    expect(told).toEqual(['change', 'change', 'settled', 'change']);
  });
});
