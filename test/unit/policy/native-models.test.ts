import { expect, test } from 'vitest';
import { nativeTexts } from '../../../electron/common/policy/native-texts.ts';
import { notificationModel } from '../../../electron/common/policy/notification-model.ts';
import { trayModel } from '../../../electron/common/policy/tray-model.ts';

const english = nativeTexts(['en']);

test.each([
  [['uk-UA', 'en'], 'Відповісти'],
  [['de-DE', 'RO'], 'Răspunde'],
  [['fa'], 'پاسخ'],
  [['ru-Latn-RU'], 'Ответить'],
  [['de', 'constructor'], 'Answer'],
  [[], 'Answer'],
])('for the languages %j the button says %s', (preferred, answer) => {
  expect(nativeTexts(preferred).answer).toBe(answer);
});

test('each state has a shape of its own and is said in words', () => {
  const glyphs = ['ready', 'busy', 'pause', 'offline'] as const;
  const models = glyphs.map((glyph) => trayModel(glyph, `state ${glyph}`, 'win32', english));
  expect(models.map(({ icon }) => icon)).toEqual([
    'tray-ready.png',
    'tray-busy.png',
    'tray-pause.png',
    'tray-offline.png',
  ]);
  expect(models.map(({ tooltip }) => tooltip)).toEqual(glyphs.map((glyph) => `Offhook: state ${glyph}`));
  expect(models[0]?.menu.map(({ action }) => action)).toEqual(['show', 'quit']);
});

test('macOS gets template images, which it colours itself', () => {
  expect(trayModel('busy', 'Talking', 'darwin', english)).toMatchObject({
    icon: 'tray-busyTemplate.png',
    isTemplate: true,
  });
});

test('the tip keeps within what Windows can hold', () => {
  expect(trayModel('ready', 'x'.repeat(500), 'win32', english).tooltip).toHaveLength(127);
});

test('a ringing call stays in sight, makes no sound, and can be answered from the notice', () => {
  const call = { title: 'Anna Koval', body: '+380 44 123 45 67' };
  expect(notificationModel(call, 'win32', english)).toEqual({
    ...call,
    silent: true,
    urgency: 'critical',
    timeoutType: 'never',
    actions: [{ type: 'button', text: 'Answer' }],
  });
  expect(notificationModel(call, 'linux', english).actions).toEqual([]);
});

test('what the network sent as a name becomes one short line', () => {
  const call = { title: `  Anna\r\n\u0007Koval\u2028`, body: '😀'.repeat(300) };
  const model = notificationModel(call, 'darwin', english);
  expect(model.title).toBe('Anna Koval');
  expect(model.body).toBe('😀'.repeat(200));
});
