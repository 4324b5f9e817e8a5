import { expect, test } from 'vitest';
import { decideExternal, mayNavigate, mayRequest } from '../../../electron/common/policy/navigation.ts';

test.each([
  ['desk', 'offhook://desk/', true],
  ['desk', 'offhook://desk/index.html#settings', true],
  ['phone', 'offhook://phone/', true],
  ['desk', 'offhook://phone/', false],
  ['phone', 'offhook://desk/', false],
  ['desk', 'offhook://desk.example/', false],
  ['desk', 'offhook://desk@evil.example/', false],
  ['desk', 'https://desk/', false],
  ['desk', 'file:///etc/passwd', false],
  ['desk', 'javascript:alert(1)', false],
  ['desk', 'data:text/html,hello', false],
  ['desk', 'about:blank', false],
  ['desk', '', false],
  [null, 'offhook://desk/', false],
] as const)('a window of %s going to %s: %s', (page, address, expected) => {
  expect(mayNavigate(page, address)).toBe(expected);
});

test.each([
  ['offhook://desk/assets/a.js', true],
  ['wss://pbx.example/ws', true],
  ['ws://127.0.0.1:7443/', true],
  ['data:image/png;base64,AA', true],
  ['https://example.com/', false],
  ['http://127.0.0.1/', false],
  ['file:///etc/passwd', false],
  ['chrome://gpu', false],
  ['no address', false],
])('a page requesting %s: %s', (address, expected) => {
  expect(mayRequest(address)).toBe(expected);
});

test.each([
  ['https://crm.example/customers/17?tab=calls#x', 'https://crm.example/customers/17?tab=calls#x'],
  ['HTTPS://CRM.EXAMPLE/a b', 'https://crm.example/a%20b'],
  ['https://crm.example:8443/', 'https://crm.example:8443/'],
  ['http://crm.example/', null],
  ['https://crm.example.evil.example/', null],
  ['https://evil.example/crm.example', null],
  ['https://crm.example@evil.example/', null],
  ['https://user:secret@crm.example/', null],
  ['file:///C:/Windows/System32/calc.exe', null],
  ['ms-msdt:/id', null],
  ['crm.example', null],
])('opening %s outside gives %s', (address, expected) => {
  expect(decideExternal(address, ['crm.example'])).toBe(expected);
});
