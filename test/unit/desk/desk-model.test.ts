import { describe, expect, it } from 'vitest';
import { outcomes } from '../../../electron/common/call/outcomes.ts';
import { settingsSchema } from '../../../electron/common/contract/settings.ts';
import { appError, errorCodes } from '../../../electron/common/lib/app-error.ts';
import { formOf, passwordOf, readForm } from '../../../renderer/desk/features/settings/settings-form.ts';
import { callerLine, callerName } from '../../../renderer/desk/model/caller.ts';
import { flagText, outcomeText } from '../../../renderer/desk/model/labels.ts';
import { resolveTheme } from '../../../renderer/desk/model/preferences.ts';
import { shownNotices } from '../../../renderer/desk/model/shown-notices.ts';
import { changeView, initialView } from '../../../renderer/desk/model/view-state.ts';
import type { Translate } from '../../../renderer/i18n/texts.ts';
import { callView, deskState, deskViews, emptyPane, marta } from '../../support/desk-states.ts';

const t: Translate = (key) => key;

describe('the caller', () => {
  it('is named after the customer, else as the network says, else by the number', () => {
    expect(callerLine(callView(), t)).toBe(marta.name);
    const unknown = callView({ customer: emptyPane });
    expect(callerName(unknown)).toBeNull();
    expect(callerLine(unknown, t)).toBe('+380 50 111 2233');
    const named = { ...unknown, remote: { number: '203', name: 'Склад', withheld: false } };
    expect(callerLine(named, t)).toBe('Склад');
  });

  it('with a hidden number is said to have one', () => {
    const hidden = callView({
      customer: emptyPane,
      display: '',
      remote: { number: 'anonymous', withheld: true },
    });
    expect(callerLine(hidden, t)).toBe('call.withheld');
  });
});

describe('notices', () => {
  const standing = [
    { error: appError('headset.failed'), since: 1 },
    { error: appError('media.microphone-missing'), since: 2 },
  ];

  it('wait for the end of the talk unless something must be done in it', () => {
    const idle = deskState({ notices: standing });
    expect(shownNotices(idle, []).map(({ error }) => error.code)).toEqual([
      'headset.failed',
      'media.microphone-missing',
    ]);
    const talking = { ...deskViews.active, notices: standing };
    expect(shownNotices(talking, []).map(({ error }) => error.code)).toEqual(['media.microphone-missing']);
    const wrapUp = { ...deskViews['wrap-up'], notices: standing };
    expect(shownNotices(wrapUp, [])).toHaveLength(2);
  });

  it('tell at once of a command that failed, and of each fault once', () => {
    const failed = [
      { error: appError('call.hold-refused'), since: 3 },
      { error: appError('media.microphone-missing'), since: 3 },
    ];
    const talking = { ...deskViews.active, notices: standing };
    expect(shownNotices(talking, failed).map(({ error }) => error.code)).toEqual([
      'media.microphone-missing',
      'call.hold-refused',
    ]);
  });

  it('can be made of every error there is, but for what stands at its own control', () => {
    const all = deskState({ notices: errorCodes.map((code) => ({ error: appError(code), since: 0 })) });
    const unshown = errorCodes.filter(
      (code) => !shownNotices(all, []).some(({ error }) => error.code === code),
    );
    expect(unshown).toEqual(['media.speaking-while-muted']);
  });
});

describe('names of codes', () => {
  it('exist for every outcome, and a code of a deployment stays readable', () => {
    for (const { code } of outcomes) expect(outcomeText(code, t)).toBe(`outcome.name.${code}`);
    expect(outcomeText('sold-tariff', t)).toBe('sold tariff');
    expect(outcomeText('constructor', t)).toBe('constructor');
    expect(flagText('senior', t)).toBe('customer.flag.senior');
    expect(flagText('likes-tea', t)).toBe('likes tea');
  });
});

describe('what is open on the desk', () => {
  it('never is a panel over the settings or the headset page', () => {
    const dialling = changeView(initialView, { type: 'toggle-panel', panel: 'dial' });
    expect(dialling.panel).toBe('dial');
    const settings = changeView(dialling, { type: 'toggle-settings' });
    expect([settings.page, settings.panel]).toEqual(['settings', null]);
    const headset = changeView(dialling, { type: 'toggle-headset' });
    expect([headset.page, headset.panel]).toEqual(['headset', null]);
    const transfer = changeView(settings, { type: 'toggle-panel', panel: 'transfer' });
    expect([transfer.page, transfer.panel]).toEqual(['work', 'transfer']);
  });

  it('closes by the key that opened it', () => {
    const once = changeView(initialView, { type: 'toggle-panel', panel: 'dial' });
    expect(changeView(once, { type: 'toggle-panel', panel: 'dial' })).toEqual(initialView);
    const help = changeView(initialView, { type: 'toggle-help' });
    expect(changeView(help, { type: 'toggle-help' })).toEqual(initialView);
    const headset = changeView(initialView, { type: 'toggle-headset' });
    expect(changeView(headset, { type: 'toggle-headset' })).toEqual(initialView);
    expect(changeView(headset, { type: 'toggle-settings' }).page).toBe('settings');
  });

  it('remembers passed choosers of the last calls only', () => {
    let view = initialView;
    for (let index = 0; index < 200; index += 1) {
      view = changeView(view, { type: 'pass-chooser', callId: `call-${index}` });
    }
    expect(view.passedChoosers).toHaveLength(20);
    expect(view.passedChoosers.at(-1)).toBe('call-199');
  });
});

describe('colours', () => {
  it('follow the system unless chosen, and give more contrast when the system asks for it', () => {
    expect(resolveTheme('system', false)).toBeNull();
    expect(resolveTheme('system', true)).toBe('contrast');
    expect(resolveTheme('dark', true)).toBe('dark');
  });
});

describe('the settings form', () => {
  const settings = settingsSchema.parse({
    sip: { servers: ['wss://pbx.example/ws', 'wss://two.example'], domain: 'pbx.example', user: '101' },
  });

  it('gives back what was read, and never a password', () => {
    const form = formOf(settings);
    expect(form).toMatchObject({ servers: 'wss://pbx.example/ws\nwss://two.example', password: '' });
    expect(readForm(form)).toEqual({ ok: true, sip: settings.sip });
    expect(passwordOf(form)).toEqual({});
    expect(passwordOf({ ...form, password: 's3cret' })).toEqual({ password: 's3cret' });
  });

  it('may be empty in practice mode only', () => {
    const empty = { ...formOf(settings), servers: '', domain: ' ', user: '' };
    expect(readForm({ ...empty, practice: true })).toEqual({ ok: true, sip: null });
    expect(readForm({ ...empty, practice: false })).toEqual({
      ok: false,
      wrong: ['servers', 'domain', 'user'],
    });
  });

  it('names the fields that are wrong', () => {
    const wrong = (part: object) => {
      const reading = readForm({ ...formOf(settings), ...part });
      return reading.ok ? [] : reading.wrong;
    };
    expect(wrong({ servers: 'http://pbx.example' })).toEqual(['servers']);
    expect(wrong({ servers: 'wss://ok.example\nnot an address' })).toEqual(['servers']);
    expect(wrong({ user: '' })).toEqual(['user']);
    expect(wrong({})).toEqual([]);
  });
});
