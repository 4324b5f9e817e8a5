import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localeSchema, type DeskState } from '../../electron/common/contract/desk-state.ts';
import { settingsSchema } from '../../electron/common/contract/settings.ts';
import { loadAxe, overflow, violations } from '../support/axe.ts';
import { buildDesk, openDeskPreview, type DeskPreview } from '../support/desk-preview.ts';
import { deskState, deskViews, sound } from '../support/desk-states.ts';
import { english } from '../support/english.ts';

const { devices } = sound;
const withSound = (part: Partial<DeskState['sound']>): DeskState =>
  deskState({ sound: { ...sound, ...part } });

/** Every view of the part on sound. */
const views: Readonly<Record<string, DeskState>> = {
  ready: deskState(),
  missing: withSound({ chosen: { ...sound.chosen, microphone: 'Plantronics Blackwire 3220 (047f:c056)' } }),
  denied: withSound({
    devices: {
      permission: 'denied',
      microphones: [],
      outputs: [],
      inUse: { microphone: null, speaker: null, ringer: null },
    },
  }),
  away: withSound({ devices: null }),
  noEcho: withSound({ echoNumber: null, ringTone: false, ringVolume: 5 }),
};

let built: string;
let desk: DeskPreview;

beforeAll(async () => {
  built = await buildDesk();
}, 120_000);
afterAll(() => rm(built, { recursive: true, force: true }));
afterEach(async () => {
  const { complaints } = desk;
  await desk.close();
  expect(complaints).toEqual([]);
});

const settings = settingsSchema.parse({});

async function openSound(size: { width?: number } = {}): Promise<void> {
  desk = await openDeskPreview(deskViews.idle, { built, ...size });
  await desk.answer('settings/read', { ok: true, value: { settings, secretsKept: true } });
  await desk.publish(deskState());
  await desk.page.keyboard.press('Control+d');
  await desk.page.clock.runFor(200);
  await desk.page.getByText(english('sound.echoCancellation'), { exact: true }).waitFor();
}

const lastSent = async (command: string): Promise<unknown> =>
  (await desk.sent()).findLast((sent) => sent.command === command)?.input;

describe('every view of the sound settings', () => {
  it.each(localeSchema.options)('has nothing for axe to find in %s and fits its window', async (locale) => {
    await openSound();
    await desk.page.clock.runFor(500);
    await loadAxe(desk.page);
    for (const theme of ['light', 'dark', 'contrast'] as const) {
      for (const [name, state] of Object.entries(views)) {
        if (theme !== 'light' && name !== 'ready' && name !== 'denied') continue;
        await desk.publish({ ...state, locale, theme });
        const rules = theme === 'light' ? 'all' : 'colours';
        expect(await violations(desk.page, rules), `${name} ${theme}`).toEqual([]);
        expect(await overflow(desk.page), `${name} ${theme}`).toEqual([0, 0]);
      }
    }
  });

  it('fits into 1024 pixels without scrolling sideways, every target 24 pixels or more', async () => {
    await openSound({ width: 1024 });
    for (const locale of localeSchema.options) {
      for (const [name, state] of Object.entries(views)) {
        await desk.publish({ ...state, locale });
        const main = await desk.page.locator('main').evaluate((page) => page.scrollWidth - page.clientWidth);
        expect(main, `${name} ${locale}`).toBe(0);
        const small = await desk.page
          .locator('main')
          .evaluate(
            (page) =>
              [...page.querySelectorAll('button, input[type="range"]')]
                .map((element) => element.getBoundingClientRect())
                .filter(({ width, height }) => width > 1 && (width < 24 || height < 24)).length,
          );
        expect(small, `${name} ${locale}`).toBe(0);
      }
    }
  });
});

describe('the sound settings', () => {
  it('open by their key with the focus on them, and the meter runs while they are open only', async () => {
    await openSound();
    const focused = await desk.page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(focused).toContain(english('sound.title'));
    expect(await lastSent('sound/watch')).toEqual({ on: true });
    await desk.page.keyboard.press('Control+d');
    await desk.page.clock.runFor(100);
    expect(await lastSent('sound/watch')).toEqual({ on: false });
  });

  it('choose a device for each, by its label or as the system has it', async () => {
    await openSound();
    const choose = async (role: 'microphone' | 'speaker' | 'ringer', option: string): Promise<void> => {
      await desk.page.getByRole('button', { name: english(`sound.${role}`) }).click();
      await desk.page.clock.runFor(100);
      await desk.page.getByRole('option', { name: option, exact: true }).click();
      await desk.page.clock.runFor(100);
    };
    await choose('ringer', 'Built-in Audio Analog Stereo');
    expect(await lastSent('sound/choose')).toEqual({ role: 'ringer', label: 'Built-in Audio Analog Stereo' });
    await choose('microphone', english('sound.default'));
    expect(await lastSent('sound/choose')).toEqual({ role: 'microphone', label: null });
  });

  it('say which chosen device is missing and what is used instead', async () => {
    await openSound();
    await desk.publish(views['missing'] ?? deskState());
    await desk.page.getByText('Plantronics Blackwire 3220 (047f:c056) (not connected)').first().waitFor();
    expect(devices?.inUse.microphone).toBeDefined();
    await desk.page
      .getByText(/In use: \S*Jabra Link 380/u)
      .first()
      .waitFor();
  });

  it('play and call what is to be tried out', async () => {
    await openSound();
    await desk.page.getByRole('button', { name: english('sound.playRing') }).click();
    expect(await lastSent('sound/play')).toEqual({ sound: 'ring' });
    await desk.page.getByRole('button', { name: english('sound.playVoice') }).click();
    expect(await lastSent('sound/play')).toEqual({ sound: 'voice' });
    await desk.page.getByRole('button', { name: english('sound.echo') }).click();
    expect(await lastSent('sound/echo')).toBeNull();
    await desk.publish(views['noEcho'] ?? deskState());
    expect(await desk.page.getByRole('button', { name: english('sound.echo') }).isDisabled()).toBe(true);
    await desk.page.getByText(english('sound.noEcho')).waitFor();
  });

  it('change loudness and processing, each by one command', async () => {
    await openSound();
    await desk.page.getByRole('slider', { name: english('sound.volume') }).focus();
    await desk.page.keyboard.press('ArrowLeft');
    expect(await lastSent('sound/change')).toEqual({ ringVolume: 75 });
    for (const name of ['echoCancellation', 'gainControl', 'ringTone'] as const) {
      await desk.page.getByRole('switch', { name: english(`sound.${name}`) }).focus();
      await desk.page.keyboard.press('Space');
      expect(await lastSent('sound/change')).toEqual({ [name]: false });
    }
  });
});
