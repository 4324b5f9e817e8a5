import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayScenario, replayScenarioSchema } from '../../electron/common/headset/headset-replay.ts';
import { recordingFileSchema } from '../../electron/common/headset/recording-file.ts';
import {
  openSession,
  pressHeadset,
  ring,
  untilLights,
  untilReady,
  type Session,
} from '../support/desk-driver.ts';
import { english } from '../support/english.ts';

let session: Session;
beforeAll(async () => {
  session = await openSession();
  await untilReady(session);
}, 60_000);
afterAll(() => session.stop());

type OnScreenButton = 'hook' | 'mute' | 'flash' | 'reject';

const pressOnScreen = (button: OnScreenButton): Promise<void> =>
  session.desk
    .getByRole('group', { name: english('headset.onScreen') })
    .getByRole('button', { name: english(`headset.button.${button}`), exact: true })
    .click();

const overview = (): Locator =>
  session.desk.getByRole('heading', { name: english('headsetPage.title'), exact: true });

async function openPage(): Promise<void> {
  if (await overview().isVisible()) return;
  // The page hears keys once it shows the state of the hub.
  await session.desk.locator('footer').waitFor();
  await session.desk.keyboard.press('Control+i');
  await session.desk.getByRole('heading', { name: english('headsetPage.section.devices') }).waitFor();
}

/** The key acts on what the desk shows. */
async function finishCall(): Promise<void> {
  const { app, desk } = session;
  await desk.locator('header').getByText(english('state.wrap-up')).waitFor();
  await desk.keyboard.press('F9');
  await app.until('ready', ({ operator }) => operator.state === 'ready');
}

/** A call that is ended before the line has connected it has nothing to be finished. */
const untilActive = (): Promise<unknown> =>
  session.app.until('active', ({ calls }) => calls.some(({ state }) => state === 'active'));

const lampOf = (section: 'buttons' | 'lights', name: string): Locator =>
  session.desk
    .getByRole('list', { name: english(`headsetPage.section.${section}`) })
    .getByRole('listitem')
    .filter({ hasText: english(name) });

const untilLamp = (lamp: Locator, isOn: boolean): Promise<void> =>
  lamp.and(session.desk.locator(`[data-on="${isOn}"]`)).waitFor();

describe('the headset page with the on-screen headset', () => {
  it('shows what was found and what it can do', async () => {
    const { desk } = session;
    await openPage();
    await desk.getByText(english('headsetPage.status.inUse'), { exact: false }).waitFor();
    await desk.getByText(english('headsetPage.origin.on-screen')).waitFor();
    for (const role of ['hook', 'mute', 'flash', 'reject']) {
      await lampOf('buttons', `headsetPage.input.${role}`).waitFor();
    }
    for (const role of ['offHook', 'ring', 'mute', 'hold']) {
      await lampOf('lights', `headsetPage.output.${role}`).waitFor();
    }
  });

  it('lights the lamp of each button that is pressed, and tells when it was', async () => {
    const { desk } = session;
    const signals = desk.getByRole('list', { name: english('headsetPage.section.recent') });
    for (const button of ['mute', 'flash', 'reject'] as const) {
      await pressOnScreen(button);
      const name = english(`headsetPage.input.${button}`);
      await signals.getByText(`${name}: pressed`).first().waitFor();
      const lamp = lampOf('buttons', `headsetPage.input.${button}`);
      await lamp.getByText(/last \d\d:\d\d:\d\d/u).waitFor();
      await untilLamp(lamp, false);
    }
  });

  it('shows the lights through a call, and who ended it', async () => {
    const { desk } = session;
    await openPage();
    await ring(session);
    await untilLamp(lampOf('lights', 'headsetPage.output.ring'), true);
    await desk.getByText(english('headsetPage.testObstacle.in-call')).waitFor();
    await pressOnScreen('hook');
    await untilActive();
    await untilLamp(lampOf('lights', 'headsetPage.output.offHook'), true);
    await untilLamp(lampOf('lights', 'headsetPage.output.ring'), false);
    await untilLamp(lampOf('buttons', 'headsetPage.input.hook'), true);
    await pressOnScreen('hook');
    await desk.getByText(/^Ended by: headset button at \d\d:\d\d:\d\d\.$/u).waitFor();
    await untilLamp(lampOf('lights', 'headsetPage.output.offHook'), false);
    await finishCall();
  });
});

/** What a person does at each task: the words on the screen, the button under the hand. */
const hands: Readonly<Record<string, OnScreenButton>> = {
  answer: 'hook',
  mute: 'mute',
  unmute: 'mute',
  hold: 'flash',
  resume: 'flash',
  end: 'hook',
  reject: 'reject',
};
const eyes = { ring: 'ring', offHook: 'offHook', mute: 'mute', hold: 'hold' } as const;

describe('the guided test with the on-screen headset', () => {
  const task = (): Locator => session.desk.locator('main [aria-live="polite"] p').first();

  async function startTest(): Promise<void> {
    await openPage();
    await session.desk
      .locator('main')
      .getByRole('button', { name: /^(Test the headset|Test again)/u })
      .click();
    await session.desk.getByRole('progressbar').waitFor();
  }

  /**
   * The wrong button first, as it happens; the page says so. It also parts the last flash from the hook: within 300 ms
   * they would be taken for one press (R10), and the page speaks up only after that.
   */
  async function pressAnother(): Promise<void> {
    await pressOnScreen('mute');
    await session.desk.getByText('That was another button: Mute.', { exact: false }).waitFor();
  }

  /** Does what the words ask for; resolves with the next words. */
  async function obey(words: string): Promise<string> {
    const press = Object.keys(hands).find((name) => english(`headsetPage.press.${name}`) === words);
    const look = Object.values(eyes).find((name) => english(`headsetPage.look.${name}`) === words);
    const button = press === undefined ? undefined : hands[press];
    if (button !== undefined) {
      if (button === 'reject') await untilLights(session.app, (lights) => lights.ring);
      if (press === 'end') await pressAnother();
      await pressOnScreen(button);
    } else if (look !== undefined) {
      // The device really shows what the operator is asked about.
      await untilLights(session.app, (lights) => lights[look]);
      await session.desk.keyboard.press('1');
    } else throw new Error(`not understood: ${words}`);
    await session.desk.waitForFunction(
      (before) => document.querySelector('main [aria-live="polite"] p')?.textContent !== before,
      words,
    );
    return task().innerText();
  }

  it('is passed by pressing what it asks for; no press of it reaches the calls', async () => {
    const { app, desk } = session;
    await startTest();
    const asked: string[] = [];
    let words = await task().innerText();
    while (await desk.getByRole('progressbar').isVisible()) {
      asked.push(words);
      words = await obey(words);
    }
    expect(words).toBe(english('headsetPage.test.all'));
    expect(asked.slice(0, 3)).toEqual([
      english('headsetPage.look.ring'),
      english('headsetPage.press.answer'),
      english('headsetPage.look.offHook'),
    ]);
    const results = desk.getByRole('list').filter({ hasText: english('headsetPage.outcome.works') });
    expect(await results.getByRole('listitem').count()).toBe(11);
    expect((await app.state()).calls).toEqual([]);
    // Everything is dark again.
    await untilLights(app, ({ offHook, ring: rings, mute, hold }) => !offHook && !rings && !mute && !hold);
    await desk.keyboard.press('Escape');
    await overview().waitFor();
    await desk.getByText(english('headsetPage.test.all'), { exact: false }).waitFor();
  });

  it('takes a light that is not seen, another button and what is skipped for what they are', async () => {
    const { desk } = session;
    await startTest();
    await desk.keyboard.press('2');
    await desk.getByText(english('headsetPage.press.answer')).waitFor();
    await pressOnScreen('mute');
    await desk.getByText('That was another button: Mute.', { exact: false }).waitFor();
    await pressOnScreen('hook');
    await desk.getByText(english('headsetPage.look.offHook')).waitFor();
    await desk.keyboard.press('3');
    await desk.getByText(english('headsetPage.press.mute')).waitFor();
    await desk.keyboard.press('Escape');
    await overview().waitFor();
    await desk.getByRole('button', { name: english('headsetPage.test.showResults') }).click();
    await desk.getByText(english('headsetPage.outcome.not-seen')).waitFor();
    await desk.getByText(english('headsetPage.outcome.skipped')).waitFor();
    await desk.keyboard.press('Escape');
    await overview().waitFor();
  });

  it('gives way to a call, which the headset then serves as ever', async () => {
    const { app, desk } = session;
    await startTest();
    await ring(session);
    await desk.locator('#desk-script').waitFor();
    await desk.getByText(english('notice.testStopped')).waitFor();
    await pressHeadset(app, 'hook');
    await untilActive();
    await pressHeadset(app, 'hook');
    await finishCall();
    await desk.getByText(english('notice.testStopped')).waitFor();
    await openPage();
    await desk.getByText(english('headsetPage.test.interrupted'), { exact: false }).waitFor();
  });
});

describe('what is decided on the headset page', () => {
  it('is which headset to use, by hand or by rule', async () => {
    const { desk } = session;
    await openPage();
    await desk.getByRole('button', { name: /Always use this one/u }).click();
    await desk.getByText(english('headsetPage.status.chosen'), { exact: false }).waitFor();
    await desk.getByRole('button', { name: english('headsetPage.device.automatic') }).click();
    await desk
      .getByText(english('headsetPage.status.chosen'), { exact: false })
      .waitFor({ state: 'detached' });
    await desk.getByText(english('headsetPage.status.inUse'), { exact: false }).waitFor();
  });

  it('stays when the page is loaded anew, and is in the settings', async () => {
    const { app, desk } = session;
    await openPage();
    const guard = desk.getByRole('switch', { name: english('headsetPage.option.guard') });
    await guard.waitFor();
    expect(await guard.isChecked()).toBe(false);
    await guard.focus();
    await desk.keyboard.press('Space');
    await desk.getByText(english('headsetPage.optionWords.saved'), { exact: true }).waitFor();
    await desk.reload();
    await openPage();
    await guard.waitFor();
    expect(await guard.isChecked()).toBe(true);
    const settings: unknown = JSON.parse(await readFile(join(app.profile, 'settings.json'), 'utf8'));
    expect(settings).toMatchObject({ headset: { options: { guard: true } } });
  });

  it('is what to record, as a file that plays again', async () => {
    const { app, desk } = session;
    await openPage();
    await desk.getByRole('button', { name: english('headsetPage.record.start') }).click();
    await desk.getByRole('button', { name: english('headsetPage.record.stop') }).waitFor();
    await pressOnScreen('mute');
    await pressOnScreen('flash');
    await desk.getByText(/signals: [4-9]/u).waitFor();
    await desk.getByRole('button', { name: english('headsetPage.record.stop') }).click();
    await desk.getByRole('button', { name: english('headsetPage.record.export') }).click();
    const file = await desk.locator('main pre').innerText();
    expect(file.startsWith(app.profile)).toBe(true);
    const recorded = recordingFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(recorded.reports.flatMap(({ fields }) => fields).join()).toMatch(/mute 0→1.*flash 0→1/u);
    const scenario = replayScenarioSchema.parse(recorded.scenario);
    // Without a call a press of mute is answered by the lights as they are.
    expect(replayScenario(scenario).some((line) => 'write' in line)).toBe(true);
  });
});
