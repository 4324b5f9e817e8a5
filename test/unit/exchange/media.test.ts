import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findVoicesFolder } from '../../../electron/exchange/find-voices-folder.ts';
import { createSilence, measurePower, transcode } from '../../../electron/exchange/media/g711.ts';
import { createLevelMeter } from '../../../electron/exchange/media/level-meter.ts';
import { paceFrames } from '../../../electron/exchange/media/pace-frames.ts';
import {
  createOriginStamp,
  offersSecureAudio,
} from '../../../electron/exchange/media/session-description.ts';
import { cutFrames, languages, loadVoices, phrases } from '../../../electron/exchange/media/voices.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';

const octets = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

describe('G.711', () => {
  // ITU-T G.711 tables 5 and 6: one period of 1 kHz at 0 dBm0, 3.14 and 3.17 dB below the overload point of a sine.
  const milliwatt = { PCMA: octets('34212134b4a1a1b4'), PCMU: octets('1e0b0b1e9e8b8b9e') } as const;

  test.each(['PCMA', 'PCMU'] as const)(
    'the digital milliwatt in %s has the level of the recommendation',
    (codec) => {
      const overload = codec === 'PCMA' ? 3.14 : 3.17;
      const decibels = 10 * Math.log10(measurePower(milliwatt[codec], codec) * 2);
      expect(decibels).toBeCloseTo(-overload, 1);
    },
  );

  test('silence is silent, whichever way it is coded', () => {
    expect(measurePower(createSilence('PCMU'), 'PCMU')).toBe(0);
    expect(measurePower(createSilence('PCMA'), 'PCMA')).toBeLessThan(1e-6);
    expect(measurePower(transcode(createSilence('PCMA'), 'PCMA', 'PCMU'), 'PCMU')).toBeLessThan(1e-6);
  });

  test('sound keeps its level from one coding to the other', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 160, maxLength: 160 }), (frame) => {
        const before = measurePower(frame, 'PCMA');
        const after = measurePower(transcode(frame, 'PCMA', 'PCMU'), 'PCMU');
        expect(Math.abs(10 * Math.log10((after + 1e-9) / (before + 1e-9)))).toBeLessThan(0.5);
      }),
    );
    expect(transcode(milliwatt.PCMA, 'PCMA', 'PCMA')).toBe(milliwatt.PCMA);
  });
});

test('the level is that of the last second, and nought when nothing came', () => {
  const meter = createLevelMeter();
  expect(meter.read(0)).toBe(0);
  for (let at = 0; at < 1_000; at += 20) meter.add(0.25, at);
  expect(meter.read(980)).toBeCloseTo(0.5);
  for (let at = 1_000; at < 1_500; at += 20) meter.add(0, at);
  expect(meter.read(1_490)).toBeCloseTo(Math.sqrt(0.125), 1);
  expect(meter.read(3_000)).toBe(0);
});

describe('pacing', () => {
  test('a minute is three thousand frames, however late each timer is', () => {
    const clock = new ManualClock();
    const late = { now: () => clock.now(), after: (ms: number, run: () => void) => clock.after(ms + 7, run) };
    const sent: number[] = [];
    const stop = paceFrames(late, (index) => sent.push(index));
    clock.advance(60_000);
    stop();
    clock.advance(1_000);
    expect(sent.length).toBeGreaterThanOrEqual(2_998);
    expect(sent.length).toBeLessThanOrEqual(3_000);
    expect(sent).toEqual(sent.map((_, at) => at));
    expect(clock.waiting).toEqual([]);
  });

  test('after a long stall frames are skipped, their numbers are not', () => {
    const clock = new ManualClock();
    let stallMs = 0;
    const stalling = { now: () => clock.now() + stallMs, after: clock.after.bind(clock) };
    const sent: number[] = [];
    paceFrames(stalling, (index) => sent.push(index));
    clock.advance(100);
    stallMs = 10_000;
    clock.advance(40);
    expect(sent.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(sent.length).toBeLessThan(12);
    expect(sent.at(-1)).toBeGreaterThan(500);
  });
});

describe('session descriptions', () => {
  const sdp = (direction: string): string =>
    `v=0\r\no=- 1 9 IN IP4 0.0.0.0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=${direction}\r\n`;

  test('the version goes up by one with each change and stays with each repetition', () => {
    const stamp = createOriginStamp(77);
    const versions = ['sendrecv', 'sendrecv', 'recvonly', 'sendrecv'].map((direction) =>
      /^o=(.*)$/m.exec(stamp(sdp(direction)))?.[1]?.trim(),
    );
    expect(versions).toEqual([1, 1, 2, 3].map((version) => `- 77 ${version} IN IP4 127.0.0.1`));
  });

  test('only audio over DTLS-SRTP with a port counts', () => {
    expect(offersSecureAudio(sdp('sendrecv'))).toBe(true);
    expect(offersSecureAudio(sdp('sendrecv').replace('m=audio 9', 'm=audio 0'))).toBe(false);
    expect(offersSecureAudio(sdp('sendrecv').replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'))).toBe(false);
    expect(offersSecureAudio('')).toBe(false);
  });
});

describe('voices', () => {
  test('every language has every phrase, audible, and all together stay below a megabyte', async () => {
    const voices = await loadVoices('build/voices');
    expect(voices.missing).toEqual([]);
    for (const language of languages) {
      for (const phrase of phrases) {
        const frames = voices.speak(language, phrase);
        const power = frames.reduce((sum, frame) => sum + measurePower(frame, 'PCMA'), 0) / frames.length;
        expect(Math.sqrt(power), `${language}/${phrase}`).toBeGreaterThan(0.03);
      }
    }
    const files = readdirSync('build/voices', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.al'),
    );
    const bytes = files.reduce((sum, name) => sum + statSync(join('build/voices', name)).size, 0);
    expect(files).toHaveLength(40);
    expect(bytes).toBeLessThan(1_000_000);
  });

  test('an unknown language is spoken in English, a missing file is a tone', async () => {
    const voices = await loadVoices('build/voices');
    expect(voices.speak('de', 'yes')).toBe(voices.speak('en', 'yes'));
    const none = await loadVoices('build/voices/nowhere');
    expect(none.missing).toHaveLength(40);
    expect(measurePower(none.speak('en', 'yes')[0] ?? createSilence('PCMA'), 'PCMA')).toBeGreaterThan(0.005);
  });

  test('the last frame is filled up with silence', () => {
    const frames = cutFrames(new Uint8Array(200).fill(0x34));
    expect(frames.map(({ length }) => length)).toEqual([160, 160]);
    expect(frames[1]?.slice(40).every((octet) => octet === 0xd5)).toBe(true);
  });

  test('the folder is where the administrator says, else beside the bundle', () => {
    expect(findVoicesFolder({ OFFHOOK_VOICES: '/somewhere' }, '/app/dist/exchange')).toBe('/somewhere');
    expect(findVoicesFolder({ OFFHOOK_VOICES: '' }, join('/app', 'dist', 'exchange'))).toBe(
      join('/app', 'dist', 'voices'),
    );
  });
});
