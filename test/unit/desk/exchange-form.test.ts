import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../electron/common/contract/settings.ts';
import {
  exchangeFormOf,
  readExchangeForm,
  type ExchangeForm,
} from '../../../renderer/desk/features/settings/exchange-form.ts';

const settings = settingsSchema.parse({
  lamps: [
    { number: '102', name: 'Olena Kovalenko' },
    { number: '*701', name: 'Park 1' },
  ],
  voicemail: { number: '*97' },
  codes: { park: '700', directedPickup: '*8{number}' },
  queue: { loginLamp: '*11', followsPause: true },
  autoAnswer: { on: true, from: ['pbx.example', '10.0.*'] },
});

describe('the settings of the exchange as a form', () => {
  it('come back as they were', () => {
    const { lamps, voicemail, codes, queue, autoAnswer } = settings;
    expect(readExchangeForm(exchangeFormOf(settings))).toEqual({
      ok: true,
      wish: { lamps, voicemail, codes, queue, autoAnswer },
    });
  });

  it('leave out what is empty', () => {
    const empty = exchangeFormOf(settingsSchema.parse({}));
    expect(readExchangeForm(empty)).toEqual({
      ok: true,
      wish: {
        lamps: [],
        voicemail: { subscribe: true },
        codes: {},
        queue: { followsPause: false },
        autoAnswer: { on: false },
      },
    });
  });

  const wrong: readonly (readonly [Partial<ExchangeForm>, string])[] = [
    [{ lamps: '102' }, 'lamps'],
    [{ lamps: 'Olena 102' }, 'lamps'],
    [{ voicemail: 'mailbox' }, 'voicemail'],
    [{ loginLamp: 'x' }, 'loginLamp'],
    [{ pauseLamp: 'x' }, 'pauseLamp'],
    [{ autoAnswerFrom: 'h'.repeat(254) }, 'autoAnswerFrom'],
    [{ queueToken: 't'.repeat(4_001) }, 'queueToken'],
    [{ codes: { ...exchangeFormOf(settings).codes, wrapUp: '{number}{number}' } }, 'wrapUp'],
  ];
  it.each(wrong)('name the field that is wrong: %j', (part, field) => {
    expect(readExchangeForm({ ...exchangeFormOf(settings), ...part })).toEqual({ ok: false, wrong: [field] });
  });
});
