import type { CallCourse, CallMoment } from '../../../../electron/common/call/call-course.ts';
import type { CallSample } from '../../../../electron/common/call/call-sample.ts';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import type { CallMedia } from '../../media/media-port.ts';
import type { LineContext } from './line-context.ts';

export interface CallObserverParts {
  readonly media: CallMedia;
  readonly clock: Clock;
  /** Milliseconds since the epoch, as precise as the platform allows. */
  readonly readTime: () => number;
  readonly publishSample: (sample: CallSample) => void;
  readonly publishCourse: (course: CallCourse) => void;
}

/** Looks at one call and tells what it sees; nothing of the call depends on it. */
export interface CallObserver {
  /** Of each moment the first time counts. */
  mark(moment: CallMoment, at?: number): void;
  /** Marks how long opening the microphone took. */
  timeMicrophone<T>(opening: Promise<T>): Promise<T>;
  noteRestart(): void;
  /** The call is agreed: sampled once a second from now on. */
  begin(): void;
  /** Tells the course as far as it is known. */
  tell(): void;
  stop(): void;
}

const sampleEveryMs = 1_000;
/** Until sound goes both ways it is looked for so often: this is how precisely its first packet is known. */
const firstPacketEveryMs = 50;
const firstPacketWithinMs = 5_000;

/** Of a call of the line: what it sees goes to the hub. */
export function observeOnLine(
  id: string,
  media: CallMedia,
  { clock, readTime, publish }: Pick<LineContext, 'clock' | 'readTime' | 'publish'>,
): CallObserver {
  return observeCall({
    media,
    clock,
    readTime,
    publishSample: (sample) => {
      publish('line/sample', { id, sample });
    },
    publishCourse: (course) => {
      publish('line/course', { id, course });
    },
  });
}

export function observeCall(parts: CallObserverParts): CallObserver {
  const { media, clock, readTime } = parts;
  const moments: Partial<Record<CallMoment, number>> = { began: readTime() };
  let iceRestarts = 0;
  let cancel: () => void = () => undefined;
  let isOver = false;
  let begunAt = 0;
  let sampledAt = 0;
  let hasToldPackets = false;

  const tell = (): void => {
    const facts = media.readCourse();
    parts.publishCourse({ ...facts, moments: { ...facts.moments, ...moments }, iceRestarts });
  };

  const isSettled = (): boolean => {
    const { firstPacketIn, firstPacketOut } = media.readCourse().moments;
    const hasBoth = firstPacketIn !== undefined && firstPacketOut !== undefined;
    return hasBoth || readTime() - begunAt >= firstPacketWithinMs;
  };

  const look = async (): Promise<void> => {
    // A connection that is being closed has no statistics any more; the next look finds the call over.
    const sample = await media.readSample().catch(() => undefined);
    if (isOver) return;
    const now = readTime();
    if (sample !== undefined && now - sampledAt >= sampleEveryMs) {
      sampledAt = now;
      parts.publishSample(sample);
    }
    if (!hasToldPackets && isSettled()) {
      hasToldPackets = true;
      tell();
    }
    const due = sampledAt + sampleEveryMs - readTime();
    lookAfter(hasToldPackets ? Math.max(0, due) : firstPacketEveryMs);
  };

  const lookAfter = (ms: number): void => {
    cancel = clock.after(ms, () => void look());
  };

  const mark = (moment: CallMoment, at = readTime()): void => {
    moments[moment] ??= at;
  };

  return {
    mark,
    async timeMicrophone(opening) {
      mark('microphoneAsked');
      const opened = await opening;
      mark('microphoneOpen');
      return opened;
    },
    noteRestart() {
      iceRestarts++;
      tell();
    },
    begin() {
      if (begunAt !== 0 || isOver) return;
      mark('established');
      begunAt = readTime();
      lookAfter(0);
    },
    tell,
    stop() {
      if (isOver) return;
      isOver = true;
      cancel();
      tell();
    },
  };
}
