import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AppError, ErrorCode } from '../../../electron/common/lib/app-error.ts';
import { createOutputs } from '../../../renderer/phone/media/outputs.ts';

type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>;

/** As Chromium lists them: first what the default stands for, then each device. */
function list(...labels: readonly string[]): Device[] {
  const outputs = labels.map((label) => ({
    kind: 'audiooutput' as const,
    deviceId: `id of ${label}`,
    groupId: `group of ${label}`,
    label,
  }));
  const [first] = outputs;
  return first === undefined
    ? []
    : [{ ...first, deviceId: 'default', label: `Default - ${first.label}` }, ...outputs];
}

function bed(chosen: { speaker?: string; ringer?: string } = {}) {
  const told: unknown[] = [];
  const outputs = createOutputs({
    onTrouble: ({ code, details }: AppError) => told.push([code, details]),
    onTroubleOver: (code: ErrorCode) => told.push(`over ${code}`),
  });
  return {
    outputs,
    /** What is told when these are there, and where the voice goes. */
    see(...labels: readonly string[]) {
      outputs.follow(list(...labels), chosen);
      return [...told.splice(0), outputs.sinkOf('speaker')];
    },
    choose(next: typeof chosen) {
      Object.assign(chosen, next);
    },
  };
}

const replaced = 'media.speaker-replaced';
const headsetLost = [replaced, { lost: 'Headset', used: 'Built-in' }];

describe('[56] a loudspeaker unplugged', () => {
  test('that was chosen is told with the one that is used now, and used again when it is back', () => {
    const { see } = bed({ speaker: 'Headset' });
    expect(see('Built-in', 'Headset')).toEqual(['id of Headset']);
    expect(see('Built-in')).toEqual([headsetLost, '']);
    expect(see('Built-in')).toEqual(['']);
    expect(see('Built-in', 'Headset')).toEqual([`over ${replaced}`, 'id of Headset']);
  });

  test('that was the default of the system is told and used again, also where the system does not go back to it', () => {
    const { see } = bed();
    expect(see('Headset', 'Built-in')).toEqual(['']);
    expect(see('Built-in')).toEqual([headsetLost, '']);
    expect(see('Built-in', 'Headset')).toEqual([`over ${replaced}`, 'id of Headset']);
    expect(see('Built-in')).toEqual([headsetLost, '']);
    expect(see('Headset', 'Built-in')).toEqual([`over ${replaced}`, '']);
  });

  test('tells anew when the one in its place goes too, and when none is left', () => {
    const { see } = bed();
    see('Headset', 'Screen', 'Built-in');
    expect(see('Screen', 'Built-in')).toEqual([[replaced, { lost: 'Headset', used: 'Screen' }], '']);
    expect(see('Built-in')).toEqual([headsetLost, '']);
    expect(see()).toEqual([`over ${replaced}`, ['media.speaker-missing', { lost: 'Headset' }], '']);
    expect(see('Built-in')).toEqual(['over media.speaker-missing', headsetLost, '']);
  });

  test('that was the default is forgotten after the last call and by another choice', () => {
    const { see, outputs, choose } = bed();
    see('Headset', 'Built-in');
    see('Built-in');
    outputs.forget();
    expect(see('Built-in', 'Headset')).toEqual([`over ${replaced}`, '']);
    see('Headset', 'Built-in');
    expect(see('Built-in')).toEqual([headsetLost, '']);
    choose({ speaker: 'Built-in' });
    expect(see('Built-in')).toEqual([`over ${replaced}`, 'id of Built-in']);
  });

  test('that was chosen is still told after the last call: nobody hears on it', () => {
    const { see, outputs } = bed({ speaker: 'Headset' });
    expect(see('Built-in')).toEqual([headsetLost, '']);
    outputs.forget();
    expect(see('Built-in')).toEqual(['']);
  });

  test('on which calls ring is told by itself, unless it is the one that the voice has lost too', () => {
    const both = bed({ speaker: 'Headset', ringer: 'Headset' });
    expect(both.see('Built-in')).toEqual([headsetLost, '']);
    const ringer = bed({ speaker: 'Headset', ringer: 'Box' });
    expect(ringer.see('Built-in', 'Headset')).toEqual([
      ['media.ringer-replaced', { lost: 'Box', used: 'Built-in' }],
      'id of Headset',
    ]);
    expect(ringer.see('Built-in', 'Headset', 'Box')).toEqual(['over media.ringer-replaced', 'id of Headset']);
    expect(ringer.outputs.sinkOf('ringer')).toBe('id of Box');
  });
});

test('nothing is told while the engine hides the labels, of a default that is changed by hand, and of more devices', () => {
  const { see, outputs } = bed({ speaker: 'Headset' });
  outputs.follow([{ kind: 'audiooutput', deviceId: '', groupId: '', label: '' }], { speaker: 'Headset' });
  expect(see('Headset')).toEqual(['id of Headset']);
  const other = bed();
  for (const labels of [
    ['A', 'B'],
    ['B', 'A'],
    ['B', 'A', 'C'],
    ['C', 'B', 'A'],
    ['C', 'B'],
  ])
    expect(other.see(...labels)).toEqual(['']);
});

test('whatever comes and goes: the lost one is not there, the one used is, and the voice goes to one that is there', () => {
  const labels = ['A', 'B', 'C'];
  fc.assert(
    fc.property(
      fc.option(fc.constantFrom(...labels), { nil: undefined }),
      fc.array(fc.shuffledSubarray(labels), { maxLength: 12 }),
      (speaker, course) => {
        const { see } = bed(speaker === undefined ? {} : { speaker });
        let standing: unknown = null;
        for (const present of course) {
          const [sink, ...told] = see(...present).reverse();
          for (const each of told.reverse()) standing = Array.isArray(each) ? each : null;
          expect(present.map((label) => `id of ${label}`).concat('')).toContain(sink);
          if (standing === null) continue;
          const [, details] = standing as [string, { lost: string; used?: string }];
          expect(present).not.toContain(details.lost);
          if (present.length > 0) expect(details.used).toBe(present[0]);
        }
      },
    ),
  );
});
