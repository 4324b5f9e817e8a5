import { expect, test } from 'vitest';
import { isTrustedSender, type SenderFacts } from '../../../electron/common/policy/sender.ts';

const desk: SenderFacts = {
  page: 'desk',
  frame: { url: 'offhook://desk/', hasParent: false },
  isOwnWindow: true,
};

test('believes the main frame of the own page in its own window', () => {
  expect(isTrustedSender(desk)).toBe(true);
  expect(
    isTrustedSender({ ...desk, page: 'phone', frame: { url: 'offhook://phone/#x', hasParent: false } }),
  ).toBe(true);
});

test.each<[string, Partial<SenderFacts>]>([
  ['a frame that is gone', { frame: null }],
  ['a frame inside the page', { frame: { url: 'offhook://desk/', hasParent: true } }],
  ['the other page', { frame: { url: 'offhook://phone/', hasParent: false } }],
  ['a web page', { frame: { url: 'https://desk/', hasParent: false } }],
  ['an empty page', { frame: { url: 'about:blank', hasParent: false } }],
  ['a frame without address', { frame: { url: '', hasParent: false } }],
  ['another port of our host', { frame: { url: 'offhook://desk:81/', hasParent: false } }],
  ['another window', { isOwnWindow: false }],
])('refuses %s', (_what, change) => {
  expect(isTrustedSender({ ...desk, ...change })).toBe(false);
});
