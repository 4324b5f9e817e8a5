import { describe, expect, it } from 'vitest';
import { replayScenarioSchema } from '../../../electron/common/headset/headset-replay.ts';
import { hexOf, itPlays } from './unseen-scenarios.ts';

describe('R4: what is no report', () => {
  itPlays([
    {
      name: 'devices without report ids: bytes behind the payload are ignored, an empty report is short',
      device: 'PLAIN',
      steps: `
        0 attached
        100 in 00
        1000 call incoming
        1500 in
        2000 in 01 ff ff`,
      expected: `
        0 write 00 00
        1000 write 00 02
        1500 diag short report
        2000 answer`,
    },
    {
      name: 'the id of an output report is unknown as an input, and so is every report before the device',
      device: 'SPLIT',
      steps: `
        0 in 01 00
        100 attached
        200 in 03 01
        300 in 01 00
        400 in 02
        500 in 00 01`,
      expected: `
        0 diag no device
        100 write 03 00
        100 write 04 00
        200 diag unknown report
        400 diag short report
        500 diag unknown report`,
    },
    {
      // Volume up 04 in the report of hook 01 and mute 02: the mute bit stays 1 while the volume changes.
      name: 'P15: a report that repeats the mute bit for another reason is no second press',
      device: 'VOLUME',
      steps: `
        0 attached
        100 in 01 00
        1000 call active
        1050 in 01 01
        2000 in 01 03
        2010 call active muted
        2020 in 01 07
        2030 in 01 03
        2040 in 01 0b
        2050 in 01 01
        3000 in 01 05
        4000 in 01 03`,
      expected: `
        0 write 01 00
        1000 write 01 01
        2000 toggleMute
        2010 write 01 05
        4000 toggleMute`,
    },
  ]);
});

describe('R6 and R7: attach, detach and the first report', () => {
  itPlays([
    {
      name: 'a headset plugged in during a call shows it at once, and its own settling means nothing',
      device: 'EVERY',
      steps: `
        0 call active muted
        500 attached
        600 in 01 01
        700 in 01 00
        1100 in 01 01
        1200 in 01 00`,
      expected: `
        500 write 01 05
        1200 end`,
    },
    {
      name: 'a headset plugged in while it rings answers once it has settled; its buttons work at once',
      device: 'EVERY',
      steps: `
        0 call incoming
        500 attached
        800 in 01 01
        900 in 01 00
        1200 in 01 01
        2000 call incoming
        2100 in 01 41`,
      expected: `
        500 write 01 02
        1200 answer
        2000 write 01 02
        2100 reject incoming`,
    },
    {
      name: 'every report id has a baseline of its own',
      device: 'SPLIT',
      steps: `
        0 attached
        100 in 01 01
        1000 in 02 01
        1100 in 02 00
        1200 in 02 01`,
      expected: `
        0 write 03 00
        0 write 04 00
        100 write 03 00
        100 write 04 00
        1200 redial`,
    },
    {
      // P4: some devices are silent until off-hook is written; the first report of all is then a mute press.
      name: 'P4: a device that was silent until off-hook was written mutes by its first report',
      device: 'EVERY',
      steps: `
        0 attached
        1000 call outgoing
        2000 in 01 03
        2010 call outgoing muted`,
      expected: `
        0 write 01 00
        1000 write 01 01
        2000 toggleMute
        2010 write 01 05`,
    },
    {
      name: 'what was waited for is forgotten with the device; calls meanwhile are remembered',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        1000 in 01 01
        2000 detached
        2500 call outgoing
        3000 call active muted
        4500 attached`,
      expected: `
        0 write 01 00
        1000 dialIntent
        4500 write 01 05`,
    },
    {
      name: 'a device attached twice starts anew',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        200 attached
        300 in 01 10
        400 in 01 00
        500 in 01 10`,
      expected: `
        0 write 01 00
        200 write 01 00
        500 redial`,
    },
    {
      // R12 runs from the end of the call, which was before the device came.
      name: 'a press right after a call that ended before the device came crossed that end',
      device: 'EVERY',
      steps: `
        0 call incoming
        400 call idle
        500 attached
        600 in 01 00
        1300 in 01 01
        1350 in 01 00
        2000 in 01 01`,
      expected: `
        500 write 01 00
        1300 write 01 00
        2000 dialIntent
        5000 write 01 00`,
    },
  ]);
});

describe('R12 to R16', () => {
  itPlays([
    {
      // The phase became idle at 2000; that it is told again at 2800 is no new end.
      name: 'a press crosses the end of a call for a second, not for longer',
      device: 'PLAIN',
      steps: `
        0 attached
        100 in 00
        1000 call incoming
        2000 call idle
        2800 call idle
        2900 in 01
        2950 in 00
        3100 in 01
        3200 call idle`,
      expected: `
        0 write 00 00
        1000 write 00 02
        2000 write 00 00
        2800 write 00 00
        2900 write 00 00
        3100 dialIntent
        3200 write 00 00`,
    },
    {
      name: 'the wait for a number may be shorter, and its end is stamped with its own time',
      device: 'PLAIN',
      options: { dialTimeoutMs: 500 },
      steps: `
        0 attached
        100 in 00
        1000.25 in 01
        1500.5 in 00`,
      expected: `
        0 write 00 00
        1000.25 dialIntent
        1500.25 write 00 00`,
    },
    {
      name: 'a call at the very moment the wait is over is in time',
      device: 'PLAIN',
      options: { dialTimeoutMs: 500 },
      steps: `
        0 attached
        100 in 00
        1000 in 01
        1500 call outgoing`,
      expected: `
        0 write 00 00
        1000 dialIntent
        1500 write 00 01`,
    },
    {
      name: 'P26: on-hooks are counted within one ringing only',
      device: 'EVERY',
      quirks: { rejectByRepeatedOnHook: true },
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        1100 in 01 00
        1200 call idle
        1250 call incoming
        1300 in 01 00
        1400 in 01 00`,
      expected: `
        0 write 01 00
        1000 write 01 02
        1200 write 01 00
        1250 write 01 02
        1400 reject incoming`,
    },
    {
      // Key nibble at bits 7 to 10. The same key needs a release between; another one does not.
      name: 'digits of a keypad, in a call',
      device: 'EVL',
      options: { keypad: true },
      steps: `
        0 attached
        100 in 02 00 00
        1000 call active
        1100 in 02 01 00
        2000 in 02 81 00
        2100 in 02 81 00
        2200 in 02 01 00
        2300 in 02 81 00
        2400 in 02 01 01
        2500 in 02 81 05
        2600 in 02 01 00`,
      expected: `
        0 write 02 00 00
        1000 write 02 01 00
        2000 digit 1
        2300 digit 1
        2400 digit 2
        2500 digit #`,
    },
    {
      name: 'P19: busy that goes just before the hook is another program: asked first with the guard on',
      device: 'SPLIT',
      options: { guard: true },
      steps: `
        0 attached
        50 in 01 00
        1000 call active
        1050 in 01 01
        3000 in 01 03
        4000 in 01 01
        4030 in 01 00
        4100 in 01 01
        6000 in 01 00`,
      expected: `
        0 write 03 00
        0 write 04 00
        1000 write 03 01
        1000 write 04 00
        4030 diag possible conflict
        4030 write 03 01
        4030 write 04 00
        6000 end`,
    },
    {
      name: 'redial is the same intent whether the call side asks first or not',
      device: 'EVERY',
      options: { confirmRedial: true },
      quirks: { muteOnlyOffHook: true },
      steps: `
        0 attached
        100 in 01 00
        1000 in 01 10
        1050 in 01 00
        1100 in 01 10`,
      expected: `
        0 write 01 00
        1000 redial
        1100 redial`,
    },
  ]);
});

describe('R17: mute', () => {
  itPlays([
    {
      name: 'a bit that falls back in time is a toggle from then on, until the device goes',
      device: 'UNSURE',
      steps: `
        0 attached
        100 in 01 00
        1000 call active
        1050 in 01 01
        3000 in 01 03
        3060 in 01 01
        4000 in 01 03
        4500 in 01 01
        5000 detached
        6000 attached
        7000 in 01 03
        7300 in 01 01`,
      expected: `
        0 write 01 00
        1000 write 01 01
        3060 toggleMute
        4000 toggleMute
        6000 write 01 01
        7100 setMute true
        7300 write 01 01`,
    },
    {
      name: 'a bit that stays is a state, learnt at its own time',
      device: 'UNSURE',
      steps: `
        0 attached
        100 in 01 00
        1000 call active
        1050 in 01 01
        3000.5 in 01 03
        3500 call active muted
        4000 in 01 01
        4010 call active
        5000 in 01 03`,
      expected: `
        0 write 01 00
        1000 write 01 01
        3100.5 setMute true
        3500 write 01 05
        4000 setMute false
        4010 write 01 01
        5000 setMute true`,
    },
    {
      name: 'P25: a burst of a boom arm is one press, counted from the one that was given',
      device: 'PLAIN',
      options: { collapseMuteBursts: true },
      steps: `
        0 attached
        100 in 00
        1000 call active
        1050 in 01
        3000.5 in 03
        3050.25 in 01
        3100.75 in 03
        3150 in 01
        4050 in 03
        4060 in 01`,
      expected: `
        0 write 00 00
        1000 write 00 01
        3000.5 toggleMute
        3100.75 write 00 01
        4050 toggleMute`,
    },
  ]);
});

describe('R18 and capability', () => {
  const wholeCall = `
    0 attached
    1000 call incoming
    2000 call active
    3000 call active muted
    4000 call idle`;
  itPlays([
    {
      name: 'nothing to write and nothing to say: a gaming headset',
      device: 'G535',
      steps: wholeCall,
      expected: '',
    },
    {
      name: 'hook alone: the microphone of a streamer answers, and writes nothing',
      device: 'RAZER',
      steps: `${wholeCall}
        5000 in 02 00
        6000 call incoming
        7000 in 02 01
        7010 call active
        8000 in 02 00`,
      expected: `
        7000 answer
        8000 end`,
    },
    {
      // Mute 0 (toggle), hook 1 (level), light mute 0. No off-hook light, so there is no echo to wait for.
      name: 'mute and hook without an off-hook light: a camera',
      device: 'BRIO',
      steps: `
        0 attached
        100 in 08 00
        1000 call active
        2000 in 08 01
        2010 call active muted
        2020 in 08 00
        3000 in 08 02
        3100 in 08 00`,
      expected: `
        0 write 08 00
        1000 write 08 00
        2000 toggleMute
        2010 write 08 01
        3100 end`,
    },
  ]);
});

describe('quirks and options, together', () => {
  itPlays([
    {
      // D1: off-hook 01, microphone 02, ring 04, mute 08, on-line 10, hold 20.
      name: 'both mute lamps, and the on-line lamp with off-hook',
      device: 'D1',
      quirks: { muteVia: 'both', onLineFollowsOffHook: true },
      steps: `
        0 attached
        1000 call incoming
        2000 call active
        3000 call active muted
        4000 call held muted
        5000 call idle muted`,
      expected: `
        0 write 03 00
        1000 write 03 04
        2000 write 03 15
        2000 write 03 11
        3000 write 03 1b
        4000 write 03 3b
        5000 write 03 00`,
    },
    {
      name: 'P17: where holding drops off-hook, on-line and mute go with it, and on-hook means nothing',
      device: 'D1',
      quirks: { muteVia: 'microphone', onLineFollowsOffHook: true, holdDropsOffHook: true },
      steps: `
        0 attached
        50 in 02 00
        1000 call active muted
        1100 in 02 01
        2000 call held muted
        2100 in 02 00
        4000 in 02 01
        4010 call active muted
        5000 in 02 00`,
      expected: `
        0 write 03 00
        1000 write 03 13
        2000 write 03 20
        4000 resume
        4010 write 03 13
        5000 end`,
    },
    {
      name: 'without release reports every 1 is a press',
      device: 'EVERY',
      quirks: { noReleaseReport: true },
      steps: `
        0 attached
        100 in 01 00
        200 in 01 10
        300 in 01 10
        1000 call active
        1100 in 01 01
        2000 in 01 03
        2100 in 01 03
        3000 in 01 05
        3100 in 01 05
        3200 call held
        3300 in 01 05`,
      expected: `
        0 write 01 00
        200 redial
        300 redial
        1000 write 01 01
        2000 toggleMute
        2100 toggleMute
        3000 hold
        3200 write 01 09
        3300 resume`,
    },
    {
      // 720929 is 0B:21, flash.
      name: 'a usage that is ignored has no meaning, mask included',
      device: 'EVERY',
      quirks: { ignoreUsages: [720_929] },
      steps: `
        0 attached
        100 in 01 00
        1000 call active
        1100 in 01 01
        2000 in 01 05
        2100 in 01 04`,
      expected: `
        0 write 01 00
        1000 write 01 01
        2100 end`,
    },
    {
      name: 'P13: a hook that pulses, though it is declared as a level',
      device: 'EVERY',
      quirks: { hookPulses: true },
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 in 01 01
        2050 in 01 00
        2060 call active
        4000 in 01 01
        4050 in 01 00
        4060 call idle`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 answer
        2060 write 01 03
        2060 write 01 01
        4000 end
        4060 write 01 00`,
    },
    {
      // The hook stands at 0 when the second call is answered: the device is brought up again, and echoes.
      name: 'hook 0 that answers the waiting call, and the echo of the off-hook that follows',
      device: 'EVERY',
      quirks: { waitingHook: 'endAndAnswer' },
      options: { holdLedWhenOneHeld: true },
      steps: `
        0 attached
        100 in 01 00
        1000 call active
        1100 in 01 01
        3000 call activeAndIncoming
        4000 in 01 00
        4010 call active
        4100 in 01 01
        5000 call activeAndHeld
        6000 in 01 00`,
      expected: `
        0 write 01 00
        1000 write 01 01
        3000 write 01 03
        4000 endAndAnswer
        4010 write 01 01
        5000 write 01 09
        6000 end`,
    },
  ]);
});

describe('what is no scenario', () => {
  const scenario = {
    descriptor: hexOf('EVERY'),
    quirks: { ackDeadlineMs: 500 },
    options: { guard: true },
    steps: [{ t: 0, event: 'attached' }] as readonly unknown[],
  };
  const call = { phase: 'active', muted: false };
  const accepts = (given: unknown): boolean => replayScenarioSchema.safeParse(given).success;

  it('the smallest one is fine, with times before 0, in fractions and equal', () => {
    expect(accepts(scenario)).toBe(true);
    expect(accepts({ descriptor: '', steps: [] })).toBe(true);
    expect(
      accepts({
        ...scenario,
        steps: [
          { t: -0.5, call },
          { t: -0.5, input: '' },
          { t: 1.25, event: 'detached' },
        ],
      }),
    ).toBe(true);
  });

  it.each<readonly [string, unknown]>([
    ['a list', [scenario]],
    ['no descriptor', { steps: scenario.steps }],
    ['a descriptor of half bytes', { ...scenario, descriptor: '050' }],
    ['a descriptor of other digits', { ...scenario, descriptor: '0x05' }],
    ['no steps', { descriptor: scenario.descriptor }],
    ['steps that are no list', { ...scenario, steps: { t: 0, event: 'attached' } }],
    ['a step without a time', { ...scenario, steps: [{ event: 'attached' }] }],
    ['a time that is a text', { ...scenario, steps: [{ t: '0', event: 'attached' }] }],
    ['a time that never comes', { ...scenario, steps: [{ t: Number.POSITIVE_INFINITY, event: 'attached' }] }],
    ['a step that does nothing', { ...scenario, steps: [{ t: 0 }] }],
    ['a step that is two', { ...scenario, steps: [{ t: 0, input: '01 00', call }] }],
    ['an event that does not exist', { ...scenario, steps: [{ t: 0, event: 'tick' }] }],
    ['a call without a phase', { ...scenario, steps: [{ t: 0, call: { muted: false } }] }],
    ['a call that is muted maybe', { ...scenario, steps: [{ t: 0, call: { phase: 'active' } }] }],
    ['a phase that does not exist', { ...scenario, steps: [{ t: 0, call: { ...call, phase: 'ringing' } }] }],
    ['input that is a list', { ...scenario, steps: [{ t: 0, input: [1, 0] }] }],
    [
      'time that runs backwards',
      {
        ...scenario,
        steps: [
          { t: 1, call },
          { t: 0.5, call },
        ],
      },
    ],
    ['a quirk that does not exist', { ...scenario, quirks: { hookPulse: true } }],
    ['a quirk of the wrong kind', { ...scenario, quirks: { hookPulses: 1 } }],
    ['a deadline before the write', { ...scenario, quirks: { ackDeadlineMs: -1 } }],
    ['a light that does not exist', { ...scenario, quirks: { muteVia: 'lamp' } }],
    ['usages by name', { ...scenario, quirks: { ignoreUsages: ['0B:21'] } }],
    ['an option that does not exist', { ...scenario, options: { ring: true } }],
    ['an option of the wrong kind', { ...scenario, options: { dialTimeoutMs: '3000' } }],
  ])('%s', (_, given) => {
    expect(accepts(given)).toBe(false);
  });
});
