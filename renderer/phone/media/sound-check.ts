import { beepMs } from '../../../electron/common/call/auto-answer.ts';
import type { MicrophoneCheck, SpeakerCheck } from '../../../electron/common/contract/phone-checks.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import { fail, ok, type Result } from '../../../electron/common/lib/result.ts';
import type { LevelMeter } from './level-meter.ts';
import { emptyBelowDb } from './microphone-rule.ts';
import { chooseSink } from './sink-context.ts';
import { makeToneSamples } from './tone-samples.ts';

export interface SoundCheckParts {
  readonly clock: Clock;
  /** Fails with a media.* code. */
  openMicrophone(): Promise<Result<null>>;
  /** Gives it back, unless a call has it. */
  leaveMicrophone(): void;
  /** Listens to the open microphone; null where that is not possible. */
  openMeter(): LevelMeter | null;
  microphoneLabel(): string | null;
  /** null: there is nothing to play on. */
  findSpeaker(): { readonly sinkId: string; readonly label: string | null } | null;
  createContext(): AudioContext;
}

/** Whether microphone and loudspeaker do what a call needs. */
export interface SoundCheck {
  microphone(): Promise<Result<MicrophoneCheck>>;
  speaker(): Promise<Result<SpeakerCheck>>;
}

/** The meter leaves out the first half second, in which the device has given nothing yet. */
const listenMs = 2_000;
/** It keeps a second. */
const readEveryMs = 250;
/** A device that plays has played the beep long before. */
const patienceMs = beepMs + 3_000;
const leastDb = -160;

export function createSoundCheck(parts: SoundCheckParts): SoundCheck {
  const { clock } = parts;

  const listen = async (meter: LevelMeter): Promise<number> => {
    let loudest = leastDb;
    for (let heardMs = 0; heardMs < listenMs; heardMs += readEveryMs) {
      await new Promise<void>((resolve) => clock.after(readEveryMs, resolve));
      for (const { levelDb } of meter.read()) loudest = Math.max(loudest, levelDb);
    }
    return Math.min(0, loudest);
  };

  const play = async (sinkId: string): Promise<boolean> => {
    const context = parts.createContext();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const giveUp = clock.after(patienceMs, () => {
      resolve(false);
    });
    const start = async (): Promise<void> => {
      await chooseSink(context, sinkId);
      await context.resume();
      const samples = makeToneSamples('beep', context.sampleRate);
      const source = context.createBufferSource();
      source.buffer = context.createBuffer(1, samples.length, context.sampleRate);
      source.buffer.copyToChannel(samples, 0);
      source.connect(context.destination);
      source.onended = () => {
        resolve(true);
      };
      source.start();
    };
    start().catch(() => {
      resolve(false);
    });
    const isPlayed = await promise;
    giveUp();
    await context.close().catch(() => undefined);
    return isPlayed;
  };

  return {
    async microphone() {
      const opened = await parts.openMicrophone();
      if (!opened.ok) {
        parts.leaveMicrophone();
        return opened;
      }
      const device = parts.microphoneLabel();
      const meter = parts.openMeter();
      const levelDb = meter === null ? leastDb : await listen(meter);
      meter?.close();
      parts.leaveMicrophone();
      return levelDb < emptyBelowDb ? fail(appError('media.microphone-silent')) : ok({ device, levelDb });
    },
    async speaker() {
      const speaker = parts.findSpeaker();
      const isPlayed = speaker !== null && (await play(speaker.sinkId));
      return isPlayed ? ok({ device: speaker.label }) : fail(appError('media.speaker-failed'));
    },
  };
}
