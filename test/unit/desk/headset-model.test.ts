import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quirksSchema } from '../../../electron/common/headset/headset-quirks.ts';
import { appError } from '../../../electron/common/lib/app-error.ts';
import type { DeskState } from '../../../electron/common/contract/desk-state.ts';
import { errorText } from '../../../renderer/desk/model/error-text.ts';
import { afterglowMs, controlsView } from '../../../renderer/desk/model/headset-controls.ts';
import { canBeChosen, deviceStatus } from '../../../renderer/desk/model/headset-devices.ts';
import { quirkTexts } from '../../../renderer/desk/model/quirk-texts.ts';
import {
  givesWayToCall,
  testChoicesOf,
  testObstacle,
} from '../../../renderer/desk/model/self-test-choices.ts';
import { showsStoppedTest, shownNotices } from '../../../renderer/desk/model/shown-notices.ts';
import { speaksWhileMuted } from '../../../renderer/desk/model/speaking-muted.ts';
import {
  finishedOf,
  progressOf,
  summaryOf,
  verdictOf,
  wasWrong,
} from '../../../renderer/desk/model/test-progress.ts';
import { changeView, initialView, type ViewState } from '../../../renderer/desk/model/view-state.ts';
import type { Translate } from '../../../renderer/i18n/texts.ts';
import { callView, deskState, deskViews, now } from '../../support/desk-states.ts';
import { devices, panel, tests, withPanel } from '../../support/headset-states.ts';

const t: Translate = (key, values) => (values === undefined ? key : `${key} ${JSON.stringify(values)}`);
const onPage: ViewState = { ...initialView, page: 'headset' };
const inTest: ViewState = { ...onPage, isTestOpen: true };
const [inUse, spare, partOnly, gaming, onScreen] = devices;
if (inUse === undefined || spare === undefined || partOnly === undefined) throw new Error('devices');
if (gaming === undefined || onScreen === undefined) throw new Error('devices');

describe('the list of headsets', () => {
  it.each([
    ['the one in use', inUse, 'inUse'],
    ['the one in use by hand', { ...inUse, chosen: true }, 'chosen'],
    ['one chosen that does not open', { ...spare, chosen: true }, 'chosenIdle'],
    ['a second one that would do', spare, 'spare'],
    ['a camera with a mute button', partOnly, 'partOnly'],
    ['a desk set that can only answer', { ...partOnly, capability: 'hookOnly' as const }, 'partOnly'],
    ['one for games', gaming, 'noButtons'],
    ['the on-screen one', onScreen, 'onScreen'],
  ])('says of %s whether it is used, or why not', (_what, device, status) => {
    expect(deviceStatus(device, devices)).toBe(`headsetPage.status.${status}`);
  });

  it('does not say that another one is used where none is', () => {
    const none = devices.map((device) => ({ ...device, active: false }));
    expect(deviceStatus(spare, none)).toBe('headsetPage.status.idle');
  });

  it('lets everything be chosen that has a button and is not chosen yet', () => {
    expect(devices.map(canBeChosen)).toEqual([true, true, true, false, true]);
    expect(canBeChosen({ ...inUse, chosen: true })).toBe(false);
  });
});

describe('the live view', () => {
  const { device, live } = panel;
  if (device === null) throw new Error('no device');

  it('has one lamp for each kind of control, signs of the headset apart', () => {
    const twice = { ...device, inputs: [...device.inputs, ...device.inputs] };
    const { buttons, signs, lights } = controlsView(twice, live, now);
    expect(buttons.map(({ role }) => role)).toEqual(['hook', 'mute', 'flash', 'redial', 'reject', 'key']);
    expect(signs.map(({ role }) => role)).toEqual(['busy']);
    expect(lights.filter(({ isLit }) => isLit).map(({ role }) => role)).toEqual(['offHook', 'ring']);
  });

  it('names every way in which a control speaks', () => {
    const [hook] = device.inputs;
    if (hook === undefined) throw new Error('no hook');
    const both = { ...device, inputs: [hook, { ...hook, semantics: 'toggle' as const }] };
    expect(controlsView(both, live, now).buttons[0]?.semantics).toEqual(['level', 'toggle']);
  });

  it('keeps the lamp of a button that jumps back lit long enough to be seen, and no longer', () => {
    const pressedAt = now - 50;
    const quick = {
      ...live,
      pressed: [],
      recent: [
        { at: pressedAt, role: 'mute' as const, value: 1 },
        { at: pressedAt + 20, role: 'mute' as const, value: 0 },
      ],
    };
    const mute = (at: number) => controlsView(device, quick, at).buttons.find(({ role }) => role === 'mute');
    expect(mute(pressedAt + afterglowMs - 1)).toMatchObject({ isPressed: true, pressedAt });
    expect(mute(pressedAt + afterglowMs)).toMatchObject({ isPressed: false, pressedAt });
  });
});

describe('quirks in words', () => {
  it('say something of every quirk that is on, and nothing of those that are off', () => {
    const on = {
      ackDeadlineMs: 3_000,
      holdDropsOffHook: true,
      muteVia: 'both',
      onLineFollowsOffHook: true,
      hookPulses: true,
      rejectByRepeatedOnHook: true,
      noReleaseReport: true,
      ignoreUsages: [0x0b0021],
      waitingHook: 'holdAndAnswer',
      muteOnlyOffHook: true,
      muteIs: 'level',
    } as const;
    // A quirk that is added to the schema is asked for here.
    expect(Object.keys(on).toSorted()).toEqual(Object.keys(quirksSchema.shape).toSorted());
    for (const [name, value] of Object.entries(on)) {
      expect(quirkTexts(quirksSchema.parse({ [name]: value }), t), name).toHaveLength(1);
    }
    const off = { hookPulses: false, muteVia: 'mute', waitingHook: 'end', ignoreUsages: [] } as const;
    expect(quirkTexts(quirksSchema.parse(off), t)).toEqual([]);
    expect(quirkTexts({ ackDeadlineMs: 3_000 }, t)).toEqual([
      'headsetPage.quirk.ackDeadlineMs {"seconds":3}',
    ]);
  });
});

describe('the guided test', () => {
  const choices = (state: DeskState, view: ViewState) =>
    testChoicesOf(state, view).map(({ action, digit, isMain }) => [action, digit, isMain] as const);
  const withTest = (test: (typeof tests)[keyof typeof tests]) => withPanel({ ...panel, selfTest: test });

  it('offers what the task needs, each digit with one meaning throughout', () => {
    expect(choices(withTest(tests.look), inTest)).toEqual([
      ['seen', 1, true],
      ['not-seen', 2, false],
      ['skip', 3, false],
    ]);
    expect(choices(withTest(tests.press), inTest)).toEqual([['skip', 3, false]]);
    expect(choices(withTest(tests.done), inTest)).toEqual([['start', null, true]]);
    expect(choices(withTest(tests.learnt), inTest)).toEqual([
      ['keep', null, true],
      ['start', null, false],
    ]);
    expect(choices(withTest(tests.kept), inTest)).toEqual([['start', null, true]]);
    expect(choices(withTest(tests.interrupted), inTest)).toEqual([['start', null, true]]);
  });

  it('begins on its page only, with a headset and without a call', () => {
    expect(choices(withPanel(panel), onPage)).toEqual([['start', null, true]]);
    expect(choices(withPanel(panel), initialView)).toEqual([]);
    expect(choices(withTest(tests.look), initialView)).toEqual([]);
    expect(choices(deskState(), onPage)).toEqual([]);
    const talking = withPanel(panel, { calls: [callView({ state: 'active' })] });
    expect([testObstacle(talking), choices(talking, onPage)]).toEqual(['in-call', []]);
    expect(testObstacle(withPanel(panel, { calls: [callView({ state: 'ended' })] }))).toBeNull();
    expect(testObstacle(withPanel({ ...panel, device: null }))).toBe('no-headset');
  });

  it('has one main choice at most, whatever the state', () => {
    const state = fc.constantFrom(...Object.values(tests).map(withTest), withPanel(panel), deskState());
    fc.assert(
      fc.property(state, fc.constantFrom(initialView, onPage, inTest), (shown, view) => {
        const offered = testChoicesOf(shown, view);
        expect(offered.filter(({ isMain }) => isMain).length).toBeLessThanOrEqual(1);
        expect(new Set(offered.map(({ action }) => action)).size).toBe(offered.length);
      }),
    );
  });

  it('gives way to a call while it is open; the page by itself does not', () => {
    const ringing = withPanel({ ...panel, selfTest: tests.press }, { calls: [callView()] });
    expect(givesWayToCall(ringing, inTest)).toBe(true);
    expect(givesWayToCall(ringing, onPage)).toBe(false);
    expect(givesWayToCall(withTest(tests.press), inTest)).toBe(false);
    const after = changeView(inTest, { type: 'give-way-to-call', wasRunning: true });
    expect(after).toMatchObject({ page: 'work', isTestOpen: false, wasTestStopped: true });
    // The line about it goes when the page is opened again, where the same is said.
    expect(changeView(after, { type: 'toggle-headset' })).toMatchObject({
      page: 'headset',
      wasTestStopped: false,
    });
    expect(changeView(inTest, { type: 'give-way-to-call', wasRunning: false }).wasTestStopped).toBe(false);
  });

  it('says that a call stopped it as it rings and after the talk, not in it', () => {
    const stopped = { ...initialView, wasTestStopped: true };
    expect(showsStoppedTest(deskViews['ringing-known'], stopped)).toBe(true);
    expect(showsStoppedTest(deskViews.active, stopped)).toBe(false);
    expect(showsStoppedTest(deskViews['wrap-up'], stopped)).toBe(true);
    expect(showsStoppedTest(deskViews['wrap-up'], initialView)).toBe(false);
  });

  it('counts tasks from one, and skipped ones neither way', () => {
    expect(progressOf(tests.look)).toEqual({ step: 1, total: 9 });
    expect(progressOf(tests.press)).toEqual({ step: 2, total: 9 });
    expect(progressOf(tests.done)).toEqual({ step: 8, total: 8 });
    // A wrong press of the present task is no result yet.
    expect(progressOf(tests.wrong)).toEqual({ step: 4, total: 8 });
    expect([wasWrong(tests.wrong), wasWrong(tests.press), wasWrong(tests.done)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(finishedOf(tests.wrong)).toHaveLength(3);
    expect(summaryOf(tests.done)).toEqual({ good: 4, total: 7 });
    expect(verdictOf(tests.done, t)).toBe('headsetPage.test.some {"good":4,"total":7}');
    expect(verdictOf(tests.fine, t)).toBe('headsetPage.test.all');
    expect(verdictOf({ ...tests.fine, results: [] }, t)).toBe('headsetPage.test.nothing');
    expect(verdictOf(tests.interrupted, t)).toBe('headsetPage.test.interrupted');
  });
});

describe('warnings about the microphone', () => {
  const heard = { error: appError('media.speaking-while-muted'), since: now };

  it('that is off while somebody speaks stand at its control only, and only while it is off', () => {
    const speaking = { ...deskViews.active, muted: true, notices: [heard] };
    expect(speaksWhileMuted(speaking)).toBe(true);
    expect(speaksWhileMuted({ ...speaking, muted: false })).toBe(false);
    expect(shownNotices(speaking, [])).toEqual([]);
    expect(shownNotices(deskState({ notices: [heard] }), [])).toEqual([]);
  });

  it('that gives no sound, and of a guarded hang-up, are shown in the call', () => {
    const codes = ['media.microphone-silent', 'headset.guarded-hangup', 'headset.used-elsewhere'] as const;
    const notices = codes.map((code) => ({ error: appError(code), since: now }));
    const shown = shownNotices({ ...deskViews.active, notices }, []).map(({ error }) => error.code);
    expect(shown).toEqual(['media.microphone-silent', 'headset.guarded-hangup']);
    expect(shownNotices(deskState({ notices }), [])).toHaveLength(3);
  });
});

describe('errors in words', () => {
  it('have their facts put in, each running from left to right by itself', () => {
    const text = errorText(appError('headset.quirks-invalid', { file: 'own.json', where: '0b0e:24c9' }), t);
    expect(text.what).toContain('headset.quirks-invalid.what');
    expect(text.what).toContain('\u2066own.json\u2069');
    expect(errorText(appError('internal'), t).do).toBe('error.internal.do {}');
  });
});
