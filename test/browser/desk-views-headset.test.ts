import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localeSchema, type DeskState } from '../../electron/common/contract/desk-state.ts';
import { settingsSchema } from '../../electron/common/contract/settings.ts';
import { appError } from '../../electron/common/lib/app-error.ts';
import { loadAxe, overflow, violations } from '../support/axe.ts';
import { buildDesk, openDeskPreview, type DeskPreview } from '../support/desk-preview.ts';
import { callView, deskState, deskViews } from '../support/desk-states.ts';
import { english } from '../support/english.ts';
import { headsetEvents, headsetViews, lastEnd, panel, tests, withPanel } from '../support/headset-states.ts';

const themes = ['light', 'dark', 'contrast'] as const;
const settings = settingsSchema.parse({ headset: { options: { guard: true, agentLight: 'onLine' } } });

let built: string;
let desk: DeskPreview;

beforeAll(async () => {
  built = await buildDesk();
}, 120_000);

afterAll(async () => {
  await rm(built, { recursive: true, force: true });
});

afterEach(async () => {
  const { complaints } = desk;
  await desk.close();
  // Neither the policy of the page nor React nor react-aria had anything to say.
  expect(complaints).toEqual([]);
});

const open = async (first: DeskState, size: { width?: number; height?: number } = {}): Promise<void> => {
  desk = await openDeskPreview(first, { built, ...size });
  await desk.answer('settings/read', { ok: true, value: { settings, secretsKept: true } });
  await desk.answer('headset/events', { ok: true, value: headsetEvents });
  await desk.answer('call/end-of', { ok: true, value: lastEnd });
  await desk.answer('headset/export', { ok: true, value: { file: '/profile/headsets/recordings/one.json' } });
};

const press = async (key: string): Promise<void> => {
  await desk.page.keyboard.press(key);
  await desk.page.clock.runFor(100);
};

const openPage = async (first: DeskState = headsetViews.ready): Promise<void> => {
  await open(first);
  await press('Control+i');
  await desk.page.getByRole('heading', { name: english('headsetPage.title'), exact: true }).waitFor();
};

/** The page with a test in the state given, begun by its key as an operator does. */
const openTest = async (test: (typeof tests)[keyof typeof tests]): Promise<void> => {
  await openPage();
  await press('Enter');
  await desk.publish(withPanel({ ...panel, selfTest: test }));
  await desk.page.getByRole('heading', { name: english('headsetPage.test.title') }).waitFor();
};

const sentSince = async (
  command: string,
): Promise<readonly { readonly command: string; readonly input: unknown }[]> =>
  (await desk.sent()).filter((sent) => sent.command === command);
/** The log of the page is read again at times of its own, so a command is looked for by its name. */
const lastSent = async (command: string): Promise<unknown> => (await sentSince(command)).at(-1)?.input;
const testActions = async (): Promise<unknown[]> =>
  (await sentSince('headset/self-test')).map(({ input }) => input);

/** Nothing for axe to find and nothing beyond the window; in light colours all rules, in the others those of colours. */
async function lookThrough(
  locale: DeskState['locale'],
  views: Readonly<Record<string, DeskState>>,
  coloured: readonly string[],
): Promise<void> {
  await loadAxe(desk.page);
  for (const theme of themes) {
    for (const [name, state] of Object.entries(views)) {
      if (theme !== 'light' && !coloured.includes(name)) continue;
      await desk.publish({ ...state, locale, theme });
      const rules = theme === 'light' ? 'all' : 'colours';
      expect(await violations(desk.page, rules), `${name} ${theme}`).toEqual([]);
      expect(await overflow(desk.page), `${name} ${theme}`).toEqual([0, 0]);
    }
  }
}

describe('every view of the headset page', () => {
  it.each(localeSchema.options)('has nothing for axe to find in %s and fits its window', async (locale) => {
    await openPage();
    await desk.page.clock.runFor(500);
    // Every colour of the page is in these; the others differ in words.
    await lookThrough(locale, headsetViews, ['ready', 'obstacle', 'nothing']);
  });

  it.each(localeSchema.options)('has nothing for axe to find in %s while a test is open', async (locale) => {
    await openTest(tests.look);
    const states = Object.entries(tests).map(
      ([name, selfTest]) => [name, withPanel({ ...panel, selfTest })] as const,
    );
    await lookThrough(locale, Object.fromEntries(states), ['look', 'press', 'learnt']);
  });

  it('fits into 1024 pixels without scrolling sideways, every target 24 pixels or more', async () => {
    await open(headsetViews.ready, { width: 1024 });
    await press('Control+i');
    await desk.page.locator('h2').waitFor();
    for (const locale of localeSchema.options) {
      for (const [name, state] of Object.entries<DeskState>(headsetViews)) {
        await desk.publish({ ...state, locale });
        expect(await overflow(desk.page), `${name} ${locale}`).toEqual([0, 0]);
        const main = await desk.page.locator('main').evaluate((page) => page.scrollWidth - page.clientWidth);
        expect(main, `${name} ${locale}`).toBe(0);
        const small = await desk.page.evaluate(
          () =>
            [...document.querySelectorAll('button, summary')]
              .map((element) => element.getBoundingClientRect())
              .filter(({ width, height }) => width > 1 && (width < 24 || height < 24)).length,
        );
        expect(small, `${name} ${locale}`).toBe(0);
      }
    }
  });
});

describe('the headset page', () => {
  it('opens by its key, from the strip and from the top bar, and is watched while it is open only', async () => {
    await open(deskViews.idle);
    const isOpen = (): Promise<boolean> =>
      desk.page.getByRole('heading', { name: english('headsetPage.title'), exact: true }).isVisible();
    await press('Control+i');
    await desk.page.getByText(english('headsetPage.loading')).waitFor();
    await press('Control+i');
    expect(await isOpen()).toBe(false);
    await desk.page.getByRole('button', { name: english('headsetPage.show') }).click();
    await desk.page.clock.runFor(100);
    expect(await isOpen()).toBe(true);
    await press('Escape');
    await desk.page
      .locator('footer')
      .getByRole('button', { name: english('headsetPage.title') })
      .click();
    await desk.page.clock.runFor(100);
    expect(await isOpen()).toBe(true);
    await desk.page.getByRole('button', { name: english('headsetPage.close') }).click();
    await desk.page.clock.runFor(100);
    expect((await sentSince('headset/watch')).map(({ input }) => input)).toEqual(
      [true, false, true, false, true, false].map((on) => ({ on })),
    );
  });

  it('asks again for the view after the hub was away', async () => {
    await openPage(headsetViews.ready);
    expect(await sentSince('headset/watch')).toHaveLength(0);
    await desk.publish(headsetViews.blind);
    expect(await sentSince('headset/watch')).toHaveLength(1);
    await desk.setSilent(true);
    await desk.page.clock.runFor(8_000);
    await desk.setSilent(false);
    await desk.page.clock.runFor(4_000);
    expect((await sentSince('headset/watch')).at(-1)?.input).toEqual({ on: true });
    expect((await sentSince('headset/watch')).length).toBeGreaterThan(1);
  });

  it('says of each device whether it is used or why not, and lets one be chosen and given back', async () => {
    await openPage();
    await desk.page.getByText(english('headsetPage.status.noButtons')).waitFor();
    await desk.page.getByRole('button', { name: 'Use this one: MX Brio' }).click();
    expect(await lastSent('headset/choose')).toEqual({ key: 'usb-3' });
    expect(await desk.page.getByRole('button', { name: /Game Voice/u }).count()).toBe(0);
    await desk.publish(headsetViews.chosen);
    await desk.page.getByText(english('headsetPage.status.chosen')).waitFor();
    await desk.page.getByRole('button', { name: english('headsetPage.device.automatic') }).click();
    expect(await lastSent('headset/choose')).toEqual({ key: null });
  });

  it('lights the lamp of a button that was pressed, and lets it go out', async () => {
    await openPage();
    const mute = desk.page.getByRole('list', { name: english('headsetPage.section.buttons') });
    const lamp = mute.getByRole('listitem').filter({ hasText: english('headsetPage.input.mute') });
    expect(await lamp.getAttribute('data-on')).toBe('false');
    // From here time passes when it is told to, however slow the machine is.
    const at = headsetViews.ready.now + 3_600_000;
    await desk.page.clock.pauseAt(at);
    const recent = [
      { at, role: 'mute' as const, value: 1 },
      { at: at + 30, role: 'mute' as const, value: 0 },
    ];
    await desk.publish(withPanel({ ...panel, live: { pressed: [], lit: [], recent } }, { now: at }));
    expect(await lamp.getAttribute('data-on')).toBe('true');
    expect(await lamp.innerText()).toContain(english('headsetPage.pressed'));
    await desk.page.clock.runFor(2_000);
    expect(await lamp.getAttribute('data-on')).toBe('false');
    const signals = desk.page.getByRole('list', { name: english('headsetPage.section.recent') });
    expect(await signals.innerText()).toMatch(
      /\d\d:\d\d:\d\d\s+Mute: released\s+\d\d:\d\d:\d\d\s+Mute: pressed/u,
    );
  });

  it('keeps every option by one command with all of them', async () => {
    await openPage();
    const guard = desk.page.getByRole('switch', { name: english('headsetPage.option.guard') });
    await guard.waitFor();
    expect(await guard.isChecked()).toBe(true);
    await desk.page.getByRole('switch', { name: english('headsetPage.option.ringer') }).focus();
    await press('Space');
    expect(await lastSent('settings/headset')).toEqual({ guard: true, agentLight: 'onLine', ringer: true });
    await desk.page.getByText(english('headsetPage.optionWords.saved')).waitFor();
    await desk.page.getByRole('button', { name: english('headsetPage.option.agentLight') }).click();
    await desk.page.clock.runFor(100);
    await desk.page.getByRole('option', { name: english('headsetPage.optionWords.noLight') }).click();
    expect(await lastSent('settings/headset')).toEqual({ guard: true, ringer: true });
  });

  it('gives what mends an obstacle to be copied, and marks it where copying is not allowed', async () => {
    await openPage(headsetViews.obstacle);
    await desk.page.getByText(english('error.headset.udev-rule-missing.do')).first().waitFor();
    // Without the permission the clipboard refuses, as it may in any browser.
    await desk.page.context().clearPermissions();
    await desk.page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
    });
    await desk.page
      .getByRole('button', { name: english('headsetPage.copy.do') })
      .first()
      .click();
    await desk.page.getByText('Marked: press Ctrl+C to copy').waitFor();
    const marked = await desk.page.evaluate(() => getSelection()?.toString() ?? '');
    expect(marked).toContain('sudo udevadm control --reload');
    await desk.page.evaluate(() => {
      navigator.clipboard.writeText = (text) => {
        document.documentElement.dataset['copied'] = text;
        return Promise.resolve();
      };
    });
    await desk.page
      .getByRole('button', { name: english('headsetPage.copy.do') })
      .first()
      .click();
    await desk.page.getByText(english('headsetPage.copy.done')).waitFor();
    expect(await desk.page.locator('html').getAttribute('data-copied')).toContain(
      'sudo udevadm control --reload',
    );
  });

  it('records, and says where the file is', async () => {
    await openPage();
    await desk.page.getByRole('button', { name: english('headsetPage.record.start') }).click();
    expect(await lastSent('headset/record')).toEqual({ on: true });
    await desk.publish(headsetViews.recording);
    await desk.page.getByText('Recording for 0:12, signals: 34').waitFor();
    await desk.page.getByRole('button', { name: english('headsetPage.record.stop') }).click();
    expect(await lastSent('headset/record')).toEqual({ on: false });
    await desk.page.getByRole('button', { name: english('headsetPage.record.export') }).click();
    await desk.page.getByText('/profile/headsets/recordings/one.json').waitFor();
    await desk.answer('headset/export', { ok: false, error: appError('headset.export-failed') });
    await desk.page.getByRole('button', { name: english('headsetPage.record.export') }).click();
    await desk.page.getByText(english('error.headset.export-failed.what')).waitFor();
    expect(await desk.page.getByText('/profile/headsets/recordings/one.json').count()).toBe(0);
  });

  it('tells who ended the last call and what shows it', async () => {
    await openPage();
    await desk.page.clock.runFor(500);
    await desk.page.getByText('Ended by: headset button at 14:00:00.').waitFor();
    await desk.page.getByText(english('headsetPage.log.evidence')).first().click();
    const evidence = desk.page.getByRole('list', { name: english('headsetPage.log.evidence') });
    expect(await evidence.getByRole('listitem').count()).toBe(2);
    // A call that ends meanwhile is asked for by itself.
    await desk.answer('call/end-of', {
      ok: true,
      value: { ...lastEnd, through: 'remote', endedBy: 'remote' },
    });
    await desk.publish(withPanel(panel, { calls: [callView({ state: 'active' })] }));
    await desk.publish(withPanel(panel, { calls: [callView({ state: 'ended' })] }));
    await desk.page.clock.runFor(500);
    await desk.page.getByText('Ended by: the other party at 14:00:00.').waitFor();
  });
});

describe('the guided test', () => {
  it('is done by keys alone, one task at a time, and tells a screen reader each of them', async () => {
    await openTest(tests.look);
    const task = desk.page.locator('main [aria-live="polite"]');
    expect(await task.innerText()).toContain(english('headsetPage.look.ring'));
    expect(await desk.page.getByText('Task 1 of 9').count()).toBe(1);
    await press('Enter');
    await desk.publish(withPanel({ ...panel, selfTest: { ...tests.look, left: 8 } }));
    await press('2');
    await press('3');
    await desk.publish(withPanel({ ...panel, selfTest: tests.press }));
    expect(await task.innerText()).toContain(english('headsetPage.press.answer'));
    // A task that asks for a press is done by the headset, never by Enter.
    await press('Enter');
    await press('1');
    await desk.publish(withPanel({ ...panel, selfTest: tests.learnt }));
    expect(await task.innerText()).toContain('4 of 7 work.');
    await press('Enter');
    await desk.publish(withPanel({ ...panel, selfTest: tests.kept }));
    await desk.page.getByText(english('headsetPage.test.kept')).waitFor();
    await press('Escape');
    await desk.page.getByRole('heading', { name: english('headsetPage.title'), exact: true }).waitFor();
    expect(await testActions()).toEqual(
      ['start', 'seen', 'not-seen', 'skip', 'keep'].map((action) => ({ action })),
    );
  });

  it('tells results by words and shapes', async () => {
    await openTest(tests.done);
    const results = desk.page.getByRole('list').filter({ hasText: english('headsetPage.outcome.silent') });
    const lines = await results.getByRole('listitem').all();
    const shapes = new Map<string, string>();
    for (const line of lines) {
      const outcome = (await line.getAttribute('data-outcome')) ?? '';
      shapes.set(outcome, await line.locator('svg').innerHTML());
      expect(await line.innerText()).toContain(english(`headsetPage.outcome.${outcome}`));
    }
    expect([...shapes.keys()].toSorted()).toEqual(['not-seen', 'silent', 'skipped', 'works', 'wrong']);
    expect(new Set([shapes.get('works'), shapes.get('silent'), shapes.get('skipped')]).size).toBe(3);
  });

  it('names the button that came while another one was asked for', async () => {
    await openTest(tests.press);
    expect(await desk.page.getByText(/Came from the headset/u).count()).toBe(0);
    const at = await desk.page.evaluate(() => Date.now());
    const live = { ...panel.live, recent: [{ at, role: 'mute' as const, value: 1 }] };
    await desk.publish(withPanel({ ...panel, live, selfTest: tests.press }));
    await desk.page.getByText('Came from the headset: Mute').waitFor();
    const told = withPanel({ ...panel, live, selfTest: tests.wrong });
    await desk.publish(told);
    const later = { ...panel.live, recent: [{ at: at + 900, role: 'flash' as const, value: 1 }] };
    await desk.publish(withPanel({ ...panel, live: later, selfTest: tests.wrong }));
    await desk.page.getByText('That was another button: Hold (flash).', { exact: false }).waitFor();
    await desk.page.getByText('Task 4 of 8').waitFor();
  });

  it('stops by Escape, and when the page is left', async () => {
    await openTest(tests.press);
    await press('Escape');
    expect((await testActions()).at(-1)).toEqual({ action: 'cancel' });
    await desk.publish(withPanel({ ...panel, selfTest: tests.interrupted }));
    await press('Enter');
    await desk.publish(withPanel({ ...panel, selfTest: tests.look }));
    await desk.page
      .locator('footer')
      .getByRole('button', { name: english('settings.open') })
      .click();
    await desk.page.clock.runFor(100);
    expect(await testActions()).toEqual(['start', 'cancel', 'start', 'cancel'].map((action) => ({ action })));
  });

  it('cannot begin in a call, and says so', async () => {
    await openPage(withPanel(panel, { calls: [callView({ state: 'active' })] }));
    await desk.page.getByText(english('headsetPage.testObstacle.in-call')).waitFor();
    const start = desk.page.getByRole('button', { name: english('headsetPage.testChoice.start') });
    expect(await start.isDisabled()).toBe(true);
    await press('Enter');
    expect(await testActions()).toEqual([]);
  });

  it('gives the desk to a call that comes, and says afterwards why it ended', async () => {
    await openTest(tests.press);
    const ringing = { operator: { state: 'ringing' as const, since: 0 }, calls: [callView()] };
    await desk.publish(withPanel({ ...panel, selfTest: tests.press }, ringing));
    // The words to say are there; the test is not cancelled, since the call has done that.
    await desk.page.locator('#desk-script').waitFor();
    await desk.page.getByText(english('notice.testStopped')).waitFor();
    expect(await testActions()).toEqual([{ action: 'start' }]);
    await desk.publish({ ...deskViews.active, muted: false });
    expect(await desk.page.getByText(english('notice.testStopped')).count()).toBe(0);
    await desk.publish(withPanel({ ...panel, selfTest: tests.interrupted }));
    await desk.page.getByText(english('notice.testStopped')).waitFor();
    await press('Control+i');
    await desk.page.getByText(english('headsetPage.test.interrupted')).waitFor();
    expect(await desk.page.getByText(english('notice.testStopped')).count()).toBe(0);
  });

  it('is found again when the page is loaded anew in the middle of it', async () => {
    await open(withPanel({ ...panel, selfTest: tests.look }));
    await press('Control+i');
    await desk.page.getByText(english('headsetPage.look.ring')).waitFor();
  });
});

describe('speaking into a microphone that is off', () => {
  const speaking = (isHeard: boolean, muted = true): DeskState => ({
    ...deskViews.active,
    muted,
    notices: isHeard ? [{ error: appError('media.speaking-while-muted'), since: 0 }] : [],
  });

  it('is shown at the mute control by word and shape, covers nothing and moves nothing', async () => {
    await open(speaking(false));
    const mute = desk.page.locator('header').getByRole('button', { name: english('control.unmute') });
    const before = await mute.boundingBox();
    const script = await desk.page.locator('#desk-script').boundingBox();
    const shape = await mute.locator('svg').innerHTML();
    await desk.publish(speaking(true));
    await desk.page.locator('header').getByText(english('control.speakingMuted')).waitFor();
    expect(await mute.locator('svg').innerHTML()).not.toBe(shape);
    expect(await mute.boundingBox()).toEqual(before);
    expect(await desk.page.locator('#desk-script').boundingBox()).toEqual(script);
    const bar = await desk.page.locator('header').boundingBox();
    const warning = await desk.page
      .locator('header')
      .getByText(english('control.speakingMuted'))
      .boundingBox();
    expect((warning?.y ?? 0) + (warning?.height ?? 99)).toBeLessThanOrEqual(bar?.height ?? 0);
    expect(await desk.page.getByText(english('error.media.speaking-while-muted.what')).count()).toBe(0);
  });

  it('is announced once, until the microphone was on again', async () => {
    await open(speaking(false));
    const live = desk.page.locator('[aria-live="assertive"]');
    await desk.page.evaluate(() => {
      const region = document.querySelector('[aria-live="assertive"]');
      if (region === null) throw new Error('no region');
      document.documentElement.dataset['said'] = '0';
      new MutationObserver((changes) => {
        const added = changes.reduce((count, { addedNodes }) => count + addedNodes.length, 0);
        const said = Number(document.documentElement.dataset['said']);
        document.documentElement.dataset['said'] = String(said + added);
      }).observe(region, { childList: true });
    });
    const said = (): Promise<string | null> => desk.page.locator('html').getAttribute('data-said');
    for (const isHeard of [true, false, true, false, true]) await desk.publish(speaking(isHeard));
    expect(await live.innerText()).toBe(english('control.speakingMuted'));
    expect(await said()).toBe('1');
    await desk.publish(speaking(false, false));
    expect(await live.innerText()).toBe('');
    await desk.publish(speaking(true));
    expect(await said()).toBe('2');
  });
});

describe('notices about the headset', () => {
  it('name the file and the place that is wrong', async () => {
    await open(deskViews['headset-notices']);
    const shown = desk.page.locator('[role="log"]');
    await shown.getByText('own.json', { exact: false }).first().waitFor();
    expect(await shown.innerText()).toContain('0b0e:24c9.muteVia');
    await shown.getByText(english('error.headset.used-elsewhere.what')).waitFor();
  });

  it('of a headset that floods say what to do', async () => {
    await open(deskState({ notices: [{ error: appError('headset.flooding'), since: 0 }] }));
    await desk.page.getByText(english('error.headset.flooding.do')).waitFor();
  });
});
