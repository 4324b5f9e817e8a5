import { expect, test } from 'vitest';
import type { CallCourse } from '../../../electron/common/call/call-course.ts';
import type { CallSample } from '../../../electron/common/call/call-sample.ts';
import { observeCall } from '../../../renderer/phone/sip/call/call-observer.ts';
import { ManualClock } from '../../support/sip/manual-clock.ts';
import { StubCallMedia } from '../../support/sip/stub-media.ts';

function bed() {
  const clock = new ManualClock();
  const media = new StubCallMedia();
  const samples: CallSample[] = [];
  const courses: CallCourse[] = [];
  const observer = observeCall({
    media,
    clock,
    readTime: () => clock.now(),
    publishSample: (sample) => samples.push(sample),
    publishCourse: (course) => courses.push(course),
  });
  /** Lets promises of each look run before the next timer. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50);
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { clock, media, samples, courses, observer, pass };
}

test('a call is sampled once a second from the agreement to the end', async () => {
  const { samples, observer, pass } = bed();
  await pass(3_000);
  expect(samples).toEqual([]);
  observer.begin();
  await pass(10_000);
  expect(samples.length).toBeGreaterThanOrEqual(9);
  expect(samples.length).toBeLessThanOrEqual(11);
  const before = samples.length;
  observer.stop();
  await pass(5_000);
  expect(samples).toHaveLength(before);
});

test('a call without sound tells its candidates and ports after five seconds', async () => {
  const { media, courses, observer, pass } = bed();
  const candidate = {
    side: 'remote',
    type: 'host',
    protocol: 'udp',
    port: 10_080,
    address: '192.0.2.1',
  } as const;
  media.facts = { ...media.facts, candidates: [candidate] };
  observer.begin();
  await pass(4_500);
  expect(courses).toEqual([]);
  await pass(1_000);
  expect(courses).toMatchObject([{ candidates: [{ port: 10_080 }] }]);
  expect(courses[0]?.moments.established).toBeTypeOf('number');
});

test('the course is told once sound goes both ways, at every new way looked for, and at the end', async () => {
  const { clock, media, courses, observer, pass } = bed();
  observer.mark('signalSent', 7);
  observer.mark('signalSent', 8);
  observer.begin();
  await pass(200);
  media.facts = { ...media.facts, moments: { firstPacketIn: clock.now(), firstPacketOut: clock.now() } };
  await pass(200);
  expect(courses).toHaveLength(1);
  observer.noteRestart();
  observer.stop();
  observer.stop();
  expect(courses.map(({ iceRestarts }) => iceRestarts)).toEqual([0, 1, 1]);
  expect(courses.at(-1)?.moments).toMatchObject({ signalSent: 7 });
});
