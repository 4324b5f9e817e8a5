import { describe, expect, it } from 'vitest';
import type { HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import { itPlays, playScenario } from './unseen-scenarios.ts';

/** EVERY, attached in idle and answered at the headset. Lights: off-hook 01, ring 02, mute 04, hold 08. */
const answered = {
  steps: `
    0 attached
    100 in 01 00
    1000 call incoming
    2000 in 01 01
    2010 call active`,
  expected: `
    0 write 01 00
    1000 write 01 02
    2000 answer
    2010 write 01 03
    2010 write 01 01`,
};

describe('R1: the call side is the truth', () => {
  itPlays([
    {
      // The refusal writes off-hook 0 against a device at hook 1: its way back is an echo, the next press is none.
      name: 'an answer that is refused brings the device back and may be given again',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 in 01 01
        2010 call incoming
        2300 in 01 00
        4000 in 01 01
        4020 call active`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 answer
        2010 write 01 02
        4000 answer
        4020 write 01 03
        4020 write 01 01`,
    },
    {
      name: 'equal states are written at every call event, muted or not',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 call active
        4000 call active muted
        5000 call active muted
        6000 call held muted
        7000 call activeAndHeld muted
        8000 call idle muted
        9000 call incoming muted`,
      expected: `${answered.expected}
        3000 write 01 01
        4000 write 01 05
        5000 write 01 05
        6000 write 01 0d
        7000 write 01 05
        8000 write 01 00
        9000 write 01 02`,
    },
  ]);
});

describe('R3: the order of an answer', () => {
  itPlays([
    {
      // Report 3 holds off-hook and mute, report 4 ring and hold. Off-hook rises before ring goes out.
      name: 'over reports that share some lights',
      device: 'SPLIT',
      steps: `
        0 attached
        100 in 01 00
        110 in 02 00
        1000 call incoming
        2000 call active muted
        3000 call held muted
        4000 call idle muted`,
      expected: `
        0 write 03 00
        0 write 04 00
        1000 write 03 00
        1000 write 04 01
        2000 write 03 03
        2000 write 04 00
        3000 write 03 03
        3000 write 04 02
        4000 write 03 00
        4000 write 04 00`,
    },
    {
      name: 'is kept by an answer that is held at once, and needed by no other change',
      device: 'EVERY',
      steps: `
        0 attached
        1000 call incoming
        2000 call held
        3000 call idle
        4000 call incoming
        5000 call activeAndIncoming
        6000 call activeAndHeld
        7000 call idle
        8000 call active`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 write 01 0b
        2000 write 01 09
        3000 write 01 00
        4000 write 01 02
        5000 write 01 03
        6000 write 01 01
        7000 write 01 00
        8000 write 01 01`,
    },
    {
      name: 'is one write where holding drops off-hook',
      device: 'EVERY',
      quirks: { holdDropsOffHook: true },
      steps: `
        0 attached
        1000 call incoming
        2000 call held`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 write 01 08`,
    },
  ]);
});

describe('R5: one intent a report', () => {
  itPlays([
    {
      name: 'a drop button that takes the hook with it ends once',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 in 01 20
        3050 in 01 00`,
      expected: `${answered.expected}
        3000 end`,
    },
    {
      // hook 01, flash 04, hold 08, drop 20, reject 40. In active, reject means nothing and flash is next.
      name: 'the order is reject, drop, flash, hold; what means nothing gives way',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 in 01 45
        3100 in 01 01
        4000 call activeAndIncoming
        5000 in 01 65
        5100 in 01 01
        6000 in 01 2d
        6100 in 01 01
        7000 in 01 0d`,
      expected: `${answered.expected}
        3000 hold
        4000 write 01 03
        5000 reject waiting
        6000 end
        7000 holdAndAnswer`,
    },
    {
      name: 'mute is judged besides',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 in 01 07`,
      expected: `${answered.expected}
        3000 hold
        3000 toggleMute`,
    },
    {
      name: 'the same intent comes again after 2 s without an answer, others and mute at any time',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 in 01 21
        3100 in 01 01
        3200 in 01 05
        3250 in 01 01
        3300 in 01 03
        3350 in 01 01
        3400 in 01 03
        3450 in 01 01
        4990 in 01 21
        4995 in 01 01
        5010 in 01 21`,
      expected: `${answered.expected}
        3000 end
        3200 hold
        3300 toggleMute
        3400 toggleMute
        5010 end`,
    },
  ]);
});

describe('R8: echoes', () => {
  itPlays([
    {
      // Four turns of off-hook in 300 ms, followed by the device one after the other; the last on-hook is the hand.
      name: 'several are expected at a time, each is met once',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 call active
        2100 call idle
        2200 call incoming
        2300 call active
        2400 in 01 01
        2450 in 01 00
        2500 in 01 01
        2550 in 01 00`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 write 01 03
        2000 write 01 01
        2100 write 01 00
        2200 write 01 02
        2300 write 01 03
        2300 write 01 01
        2550 end`,
    },
    {
      // The first expectation has run out at 2500, so off-hook at 2550 meets the newest and the on-hook between is off.
      name: 'the one that is met takes the older ones along',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 call active
        2100 call idle
        2200 call incoming
        2300 call active
        2550 in 01 01
        2560 in 01 00`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 write 01 03
        2000 write 01 01
        2100 write 01 00
        2200 write 01 02
        2300 write 01 03
        2300 write 01 01
        2560 end`,
    },
    {
      name: 'an off-hook later than the deadline is a press',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 call active
        2100 call idle
        3500 in 01 01`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 write 01 03
        2000 write 01 01
        2100 write 01 00
        3500 dialIntent
        6500 write 01 00`,
    },
    {
      name: 'and an echo where the radio link takes its time',
      device: 'EVERY',
      quirks: { ackDeadlineMs: 3000 },
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 call active
        2100 call idle
        3500 in 01 01
        3600 in 01 00`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 write 01 03
        2000 write 01 01
        2100 write 01 00`,
    },
    {
      // The hook was up for dialling; the call that comes in meanwhile puts it down. That on-hook rejects nothing.
      name: 'a call that comes in while the dialler is open is not rejected by the hook it puts down',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        1000 in 01 01
        2000 call incoming
        2100 in 01 00
        2200 in 01 01`,
      expected: `
        0 write 01 00
        1000 dialIntent
        2000 write 01 02
        2200 answer`,
    },
    {
      // In the very millisecond: order is that of the steps.
      name: 'steps of one moment keep their order',
      device: 'EVERY',
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 in 01 01
        2000 call active
        2000 in 01 00
        2000 call idle`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 answer
        2000 write 01 03
        2000 write 01 01
        2000 end
        2000 write 01 00`,
    },
  ]);
});

describe('R9: every cell of the table, by bytes', () => {
  /** Columns: hook to 1, hook to 0, flash, hold, reject, drop, redial. */
  const presses = ['01 01', '01 00', '01 04', '01 08', '01 40', '01 20', '01 10'];
  const table: Readonly<Record<HeadsetPhase, readonly (string | null)[]>> = {
    idle: ['dialIntent', null, null, null, null, null, 'redial'],
    incoming: ['answer', 'reject incoming', null, null, 'reject incoming', 'reject incoming', null],
    outgoing: [null, 'end', null, null, null, 'end', null],
    active: [null, 'end', 'hold', 'hold', null, 'end', null],
    activeAndIncoming: [null, 'end', 'holdAndAnswer', 'holdAndAnswer', 'reject waiting', 'end', null],
    activeAndHeld: [null, 'end', 'swap', 'swap', null, 'end', null],
    held: ['resume', 'end', 'resume', 'resume', null, 'end', null],
  };
  const cells = Object.entries(table).flatMap(([phase, row]) =>
    presses.map((press, column) => [phase, press, row[column] ?? null] as const),
  );

  it.each(cells)('%s, %s: %s', (phase, press, intent) => {
    // Only "hook to 0" begins with the hook at 1; no echo is pending any more when the press comes.
    const before = press === '01 00' ? '01 01' : '01 00';
    const steps = `
      0 attached
      100 in ${before}
      1000 call ${phase}
      5000 in ${press}`;
    const intents = playScenario({ name: '', device: 'EVERY', steps }).filter(
      (line) => line.startsWith('5000') && !line.includes('write'),
    );
    expect(intents).toEqual(intent === null ? [] : [`5000 ${intent}`]);
  });
});

describe('R10 and R11: flash, and hooks that pulse', () => {
  itPlays([
    {
      name: 'P16: a flash masks the hook of its own report, and the level is followed',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 in 01 04
        3010 call held
        3200 in 01 01
        5000 in 01 00`,
      expected: `${answered.expected}
        3000 hold
        3010 write 01 09
        5000 end`,
    },
    {
      name: 'P16: hold and resume in quick succession end nothing',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 in 01 05
        3005 call held
        3010 in 01 01
        3200 in 01 05
        3205 call active
        3210 in 01 01
        3250 in 01 00
        3300 in 01 01
        6000 in 01 00`,
      expected: `${answered.expected}
        3000 hold
        3005 write 01 09
        3200 resume
        3205 write 01 01
        6000 end`,
    },
    {
      name: 'the hold button masks nothing, and a flash that means nothing masks all the same',
      device: 'EVERY',
      steps: `${answered.steps}
        3000 in 01 09
        3100 in 01 01
        3200 in 01 00
        3300 call idle
        9000 in 01 04
        9100 in 01 01`,
      expected: `${answered.expected}
        3000 hold
        3200 end
        3300 write 01 00`,
    },
    {
      // Relative hook: 1 is a press, 0 its release. There is no echo, so a press right after the answer ends the call.
      name: 'P12: a relative hook answers, ends and opens the dialler, press by press',
      device: 'PULSE',
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 in 01 01
        2050 in 01 00
        2060 call active
        2070 in 01 01
        2080 in 01 00
        2090 call idle
        2900 in 01 01
        2950 in 01 00
        5000 in 01 01`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 answer
        2060 write 01 03
        2060 write 01 01
        2070 end
        2090 write 01 00
        2900 write 01 00
        5000 dialIntent
        8000 write 01 00`,
    },
    {
      // Two's complement in 2 bits: +1 is 01, -1 is 11; hook in bits 0-1, mute in bits 2-3.
      name: 'P12: hook and mute as two buttons each',
      device: 'SIGNED',
      steps: `
        0 attached
        100 in 01 00
        1000 call incoming
        2000 in 01 01
        2010 in 01 00
        2020 call active
        3000 in 01 04
        3005 in 01 04
        3010 call active muted
        3020 in 01 00
        3030 in 01 04
        3040 in 01 00
        3050 in 01 0c
        3060 call active
        3070 in 01 00
        4000 in 01 03
        4010 call idle`,
      expected: `
        0 write 01 00
        1000 write 01 02
        2000 answer
        2020 write 01 03
        2020 write 01 01
        3000 setMute true
        3010 write 01 05
        3030 write 01 05
        3050 setMute false
        3060 write 01 01
        4000 end
        4010 write 01 00`,
    },
  ]);
});
