import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../electron/common/contract/settings.ts';
import { localeSchema, type CallView, type DeskState } from '../../electron/common/contract/desk-state.ts';
import { appError } from '../../electron/common/lib/app-error.ts';
import { loadAxe, overflow, violations } from '../support/axe.ts';
import { buildDesk, openDeskPreview, type DeskPreview } from '../support/desk-preview.ts';
import {
  callView,
  checked,
  deskState,
  deskViews,
  endStep,
  family,
  fieldStep,
  knownPane,
  question,
} from '../support/desk-states.ts';

const themes = ['light', 'dark', 'contrast'] as const;
const settings = settingsSchema.parse({
  sip: { servers: ['wss://pbx.example/ws'], domain: 'pbx.example', user: '101' },
});

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
  await desk.answer('settings/read', { ok: true, value: { settings, secretsKept: false } });
  await desk.answer('customer/search', { ok: true, value: [...family] });
};

const focused = (): Promise<string> => desk.page.evaluate(() => document.activeElement?.id ?? '');
const press = async (key: string): Promise<void> => {
  await desk.page.keyboard.press(key);
  await desk.page.clock.runFor(100);
};
/** What was last sent of one kind: parts of the settings page that are loaded later send commands of their own. */
const lastSent = async (command: string): Promise<unknown> =>
  (await desk.sent()).findLast((sent) => sent.command === command)?.input;
const commands = async (): Promise<string[]> => (await desk.sent()).map(({ command }) => command);

const talking = (part: Parameters<typeof callView>[0] = {}): DeskState =>
  deskState({
    operator: { state: 'talking', since: deskViews.idle.now },
    calls: [callView({ state: 'active', script: question, ...part })],
  });

describe('every view of the desk', () => {
  it.each(localeSchema.options)(
    'has nothing for axe to find in %s, in three sets of colours',
    async (locale) => {
      await open(deskViews.idle);
      await loadAxe(desk.page);
      for (const theme of themes) {
        const rules = theme === 'light' ? 'all' : 'colours';
        for (const [name, state] of Object.entries<DeskState>(deskViews)) {
          await desk.publish({ ...state, locale, theme });
          expect(await violations(desk.page, rules), `${name} ${theme}`).toEqual([]);
          expect(await overflow(desk.page), `${name} ${theme}`).toEqual([0, 0]);
        }
        await desk.publish({ ...deskViews.idle, locale, theme });
        for (const [name, key, back] of [
          ['help', 'F1', 'F1'],
          ['dialler', 'F8', 'Escape'],
        ] as const) {
          await press(key);
          expect(await violations(desk.page, rules), `${name} ${theme}`).toEqual([]);
          await press(back);
        }
        await desk.page.locator('footer > button').nth(1).click();
        await desk.page.clock.runFor(100);
        expect(await violations(desk.page, rules), `settings ${theme}`).toEqual([]);
        await press('Escape');
      }
    },
  );

  it('has nothing for axe to find on the page of the check before the shift', async () => {
    await open({ ...deskViews.idle, preflight: checked });
    await loadAxe(desk.page);
    await press('Control+u');
    await desk.page.getByRole('listitem').nth(5).waitFor();
    for (const locale of localeSchema.options) {
      for (const theme of themes) {
        await desk.publish({ ...deskViews.idle, preflight: checked, locale, theme });
        const rules = theme === 'light' ? 'all' : 'colours';
        expect(await violations(desk.page, rules), `${locale} ${theme}`).toEqual([]);
        expect(await overflow(desk.page), `${locale} ${theme}`).toEqual([0, 0]);
      }
    }
  });

  it.each([1024, 1200, 1280])('fits into %d pixels without scrolling sideways', async (width) => {
    await open(deskViews.idle, { width });
    for (const locale of localeSchema.options) {
      for (const [name, state] of Object.entries<DeskState>(deskViews)) {
        await desk.publish({ ...state, locale });
        expect(await overflow(desk.page), `${name} ${locale}`).toEqual([0, 0]);
      }
    }
  });

  it('never cuts the number of the caller at 1366 pixels, whatever else the bar shows', async () => {
    await open(deskViews.idle, { width: 1366 });
    const quality: CallView['quality'] = { grade: 'excellent', mos: 4.4, warnings: [] };
    for (const locale of localeSchema.options) {
      await desk.publish({ ...talking({ quality, display: '+380 50 111 2233' }), locale });
      const cut = await desk.page.getByRole('banner').evaluate((header) => {
        const number = [...header.querySelectorAll('bdi.figures')].find((each) =>
          each.textContent.startsWith('+380'),
        );
        const shown = number?.parentElement?.getBoundingClientRect();
        const whole = number?.getBoundingClientRect();
        if (shown === undefined || whole === undefined) return null;
        return Math.max(shown.left - whole.left, whole.right - shown.right);
      });
      expect(cut, locale).toBeLessThanOrEqual(0.5);
    }
  });

  it('keeps the top bar at 56 pixels and every target at 24 or more', async () => {
    await open(deskViews.idle);
    for (const [name, state] of Object.entries<DeskState>(deskViews)) {
      await desk.publish({ ...state, locale: 'uk' });
      const bar = await desk.page.locator('header').boundingBox();
      expect([bar?.y, bar?.height], name).toEqual([0, 56]);
      const small = await desk.page.evaluate(
        () =>
          [...document.querySelectorAll('button, input, textarea, summary')]
            .map((element) => element.getBoundingClientRect())
            .filter(({ width, height }) => width > 1 && (width < 24 || height < 24)).length,
      );
      expect(small, name).toBe(0);
    }
  });
});

describe('languages', () => {
  it('turn the page round at run time; numbers stay left to right, times get Persian digits', async () => {
    await open(talking());
    const direction = (): Promise<string> => desk.page.evaluate(() => document.documentElement.dir);
    expect(await direction()).toBe('ltr');
    await desk.publish({ ...talking(), locale: 'fa' });
    expect(await direction()).toBe('rtl');
    expect(await desk.page.locator('header [role="timer"]').innerText()).toMatch(/^[۰-۹]+:[۰-۹]{2}$/u);
    const number = desk.page.locator('header bdi[dir="ltr"]', { hasText: '+380' });
    expect(await number.innerText()).toBe('+380 50 111 2233');
    // The words of the script are in the language of the customer.
    expect(await desk.page.locator('#desk-script div[lang="uk"]').first().getAttribute('dir')).toBe('ltr');
  });
});

describe('a call by keyboard alone', () => {
  it('takes at most twelve keys from the ring to ready, besides what is written down', async () => {
    await open(deskState({ operator: { state: 'ringing', since: 0 }, calls: [callView()] }));
    let keys = 0;
    const stroke = async (key: string): Promise<void> => {
      keys += 1;
      await press(key);
    };
    await stroke('F2');
    expect(await commands()).toEqual(['call/answer']);

    await desk.publish(talking());
    expect(await focused()).toBe('desk-note');
    await desk.page.keyboard.type('Передає показник');
    await stroke('Alt+2');
    await desk.publish(talking({ script: fieldStep }));
    await desk.page.keyboard.type('18512');
    await stroke('Enter');
    await desk.publish(talking({ script: { ...question, node: 'solved' } }));
    // Back in the note, where the operator left it.
    expect(await focused()).toBe('desk-note');
    await stroke('Alt+1');
    await desk.publish(talking({ script: endStep }));
    await stroke('Alt+m');
    await stroke('F2');
    await desk.publish(deskViews['wrap-up']);
    await stroke('F9');

    expect(keys).toBeLessThanOrEqual(12);
    const sent = await desk.sent();
    // Notes go out while they are typed, and in wrap-up the desk reads how the line was: neither is a key.
    const byItself = new Set(['note/write', 'call/report']);
    expect(sent.filter(({ command }) => !byItself.has(command))).toEqual([
      { command: 'call/answer', input: { id: 'call-1' } },
      { command: 'script/event', input: { callId: 'call-1', event: { type: 'answer', key: 2 } } },
      {
        command: 'script/event',
        input: { callId: 'call-1', event: { type: 'value', field: 'reading', text: '18512' } },
      },
      { command: 'script/event', input: { callId: 'call-1', event: { type: 'answer', key: 1 } } },
      { command: 'outcome/set', input: { callId: 'call-1', code: 'reading-taken' } },
      { command: 'call/hangup', input: { id: 'call-1' } },
      { command: 'operator/ready', input: null },
    ]);
    expect(sent.findLast(({ command }) => command === 'note/write')?.input).toEqual({
      callId: 'call-1',
      text: 'Передає показник',
    });
  });

  it('says what is wrong with a value, and keeps it to be mended', async () => {
    await open(talking({ script: fieldStep }));
    await desk.answer('script/event', {
      ok: false,
      error: appError('script.not-possible', { reason: 'not-valid' }),
    });
    await desk.page.keyboard.type('a lot');
    await press('Enter');
    const field = desk.page.locator('#desk-script input');
    expect(await field.inputValue()).toBe('a lot');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await desk.page.getByText('This does not have the expected form.').waitFor();
  });

  it('chooses among several customers by one key, and finds others by name', async () => {
    await open(deskViews['ringing-several']);
    await press('2');
    expect((await desk.sent()).at(-1)).toEqual({
      command: 'customer/choose',
      input: { callId: 'call-1', customerId: 'c3' },
    });
    await press('F3');
    await desk.page.keyboard.type('ion');
    await desk.page.clock.runFor(200);
    await desk.page.getByText('3 customers found').waitFor();
    await press('ArrowDown');
    await press('Enter');
    expect((await desk.sent()).at(-1)).toEqual({
      command: 'customer/choose',
      input: { callId: 'call-1', customerId: 'c3' },
    });
    // Letters of a search never set an outcome.
    expect(await commands()).not.toContain('outcome/set');
  });

  it('dials, sends tones and transfers without covering script or note', async () => {
    await open(deskViews.idle);
    await desk.answer('call/dial', { ok: true, value: { id: 'call-9' } });
    await press('F8');
    await desk.page.keyboard.type('203');
    await press('Enter');
    expect((await desk.sent()).at(-1)).toEqual({ command: 'call/dial', input: { number: '203' } });

    await desk.publish(talking());
    await press('F8');
    await press('5');
    await press('Escape');
    await press('F7');
    const panel = await desk.page.getByRole('dialog').boundingBox();
    const script = await desk.page.locator('#desk-script').boundingBox();
    expect((panel?.x ?? 0) + (panel?.width ?? 0)).toBeLessThanOrEqual(script?.x ?? 0);
    await desk.page.keyboard.type('104');
    await press('Enter');
    expect((await desk.sent()).slice(-2)).toEqual([
      { command: 'call/dtmf', input: { tones: '5' } },
      { command: 'call/transfer', input: { number: '104', attended: true } },
    ]);
  });

  it('does nothing twice for a key that is held down', async () => {
    await open(deskViews['ringing-known']);
    await desk.page.keyboard.down('F2');
    await desk.page.keyboard.down('F2');
    await desk.page.keyboard.down('F2');
    await desk.page.keyboard.up('F2');
    expect(await commands()).toEqual(['call/answer']);
  });

  it('lets single keys be switched off', async () => {
    await open(talking());
    await desk.page.evaluate(() => localStorage.setItem('offhook.single-keys', 'off'));
    await press('Escape');
    expect(await focused()).toBe('desk-script');
    await press('1');
    expect(await commands()).toEqual([]);
    await press('Alt+1');
    expect(await commands()).toEqual(['script/event']);
  });
});

describe('what is typed', () => {
  it('is with the hub after a pause, and survives a page that dies before', async () => {
    await open(talking());
    await desk.page.keyboard.type('Meter 4711');
    await desk.page.clock.runFor(400);
    expect((await desk.sent()).at(-1)).toEqual({
      command: 'note/write',
      input: { callId: 'call-1', text: 'Meter 4711' },
    });
    // The hub falls silent, the operator writes on, the page is loaded anew.
    await desk.setSilent(true);
    await desk.page.keyboard.type(' is broken');
    await desk.page.reload();
    await desk.page.locator('#desk-note').waitFor();
    expect(await desk.page.locator('#desk-note').inputValue()).toBe('Meter 4711 is broken');
    await desk.page.clock.runFor(400);
    expect((await desk.sent())[0]).toEqual({
      command: 'note/write',
      input: { callId: 'call-1', text: 'Meter 4711 is broken' },
    });
  });

  it('belongs to its call when calls are switched', async () => {
    const second = callView({ id: 'call-2', state: 'held', note: 'of the second', customer: knownPane });
    const two = (focus: string): DeskState => ({
      ...talking(),
      calls: [callView({ state: 'active', script: question }), second],
      focus,
    });
    await open(two('call-1'));
    await desk.page.keyboard.type('of the first');
    await press('Control+2');
    expect((await desk.sent()).at(-1)).toEqual({ command: 'call/focus', input: { id: 'call-2' } });
    await desk.publish(two('call-2'));
    const note = desk.page.locator('#desk-note');
    expect(await note.inputValue()).toBe('of the second');
    expect((await desk.sent()).at(-1)).toEqual({
      command: 'note/write',
      input: { callId: 'call-1', text: 'of the first' },
    });
    await desk.publish(two('call-1'));
    expect(await note.inputValue()).toBe('of the first');
  });
});

describe('a hub that is gone', () => {
  it('is told in words while the last state stays on the screen, until it is back', async () => {
    await open(talking());
    await desk.setSilent(true);
    await desk.page.clock.runFor(8_000);
    await desk.page.getByRole('alert').getByText('Connection lost, trying again').waitFor();
    expect(await desk.page.locator('#desk-note').isVisible()).toBe(true);
    await desk.setSilent(false);
    await desk.page.clock.runFor(4_000);
    await desk.page.getByText('Connection lost, trying again').waitFor({ state: 'detached' });
  });
});

describe('what a screen reader is told', () => {
  it('is the call, once and at once, and never a timer', async () => {
    await open(deskViews.idle);
    const live = desk.page.locator('[aria-live="assertive"]');
    await desk.publish(deskViews.withheld);
    expect(await live.innerText()).toBe('Call, number hidden');
    await desk.publish(deskViews['ringing-known']);
    // The same call, whose customer was found in the meantime: nothing is said again.
    expect(await live.innerText()).toBe('Call, number hidden');
    expect(await desk.page.locator('[role="timer"]').getAttribute('aria-live')).toBe('off');
    expect(await desk.page.title()).toBe('Ringing: Кравчук Марина Олегівна – Offhook');
  });
});

describe('faults', () => {
  it('are shown with what to do, wait while talking, and go when dismissed', async () => {
    await open(deskViews.notice);
    await desk.page.getByText('Check the network connection. The app keeps trying.').waitFor();
    await desk.page.getByRole('button', { name: 'Dismiss' }).first().click();
    expect((await desk.sent()).at(-1)).toEqual({
      command: 'notice/dismiss',
      input: { code: 'sip.server-silent' },
    });
    await desk.publish({ ...talking(), notices: [{ error: appError('headset.failed'), since: 0 }] });
    expect(await desk.page.getByText('The headset does not work as it should.').count()).toBe(0);
    const lost = appError('media.microphone-missing');
    await desk.publish({ ...talking(), notices: [{ error: lost, since: 0 }] });
    await desk.page.getByText('No microphone was found.').waitFor();
  });

  it('of a command are told at once', async () => {
    await open(deskViews.idle);
    await desk.answer('call/dial', { ok: false, error: appError('call.no-line') });
    await press('F8');
    await desk.page.keyboard.type('203');
    await press('Enter');
    await desk.page.getByText('There is no line.').waitFor();
  });

  it('of the connection test are named step by step', async () => {
    await open(deskViews.idle);
    const expired = appError('sip.certificate-expired');
    await desk.answer('settings/test-connection', {
      ok: true,
      value: {
        steps: [
          { step: 'host', ok: true, error: null },
          { step: 'certificate', ok: false, error: expired },
        ],
      },
    });
    await desk.page.getByRole('button', { name: 'Settings' }).click();
    await desk.page.getByText('offers no safe place for the password').waitFor();
    await desk.page.getByRole('button', { name: 'Test the connection' }).click();
    await desk.page.getByText('Ask your administrator to renew it.').waitFor();
    await desk.page.getByLabel('User', { exact: true }).fill('');
    await desk.page.getByRole('button', { name: 'Save', exact: true }).click();
    await desk.page.getByText('Enter the user').waitFor();
    expect(await commands()).not.toContain('settings/save');
    await desk.page.getByLabel('User', { exact: true }).fill('102');
    await desk.page.getByRole('button', { name: 'Save', exact: true }).click();
    await desk.page.getByText('Settings saved.').waitFor();
    expect(await lastSent('settings/save')).toEqual({
      practice: true,
      sip: { servers: ['wss://pbx.example/ws'], domain: 'pbx.example', user: '102' },
    });
  });

  it('of keys from any program stand beside the field, and the right ones are saved', async () => {
    await open(deskViews.idle);
    await desk.publish({ ...deskViews.idle, host: 'electron' });
    await desk.page.getByRole('button', { name: 'Settings' }).click();
    const answer = desk.page.getByRole('textbox', { name: 'Answer, end' });
    await answer.fill('A');
    const save = desk.page.getByRole('button', { name: 'Save the keys' });
    await save.click();
    await desk.page.getByText('with a letter, a digit or F1 to F24', { exact: false }).waitFor();
    expect(await commands()).not.toContain('settings/hot-keys');
    await answer.fill('Control+Alt+A');
    await desk.page.getByRole('textbox', { name: 'Mute, unmute' }).fill('F13');
    await save.click();
    await desk.page.getByText('Settings saved.').waitFor();
    expect(await lastSent('settings/hot-keys')).toEqual({ answerOrEnd: 'Control+Alt+A', mute: 'F13' });
    await loadAxe(desk.page);
    expect(await violations(desk.page, 'all')).toEqual([]);
  });
});
