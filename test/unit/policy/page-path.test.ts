import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPageFile } from '../../../electron/common/policy/page-path.ts';

test.each([
  ['offhook://desk/', 'desk', 'index.html', 'text/html; charset=utf-8'],
  ['offhook://desk', 'desk', 'index.html', 'text/html; charset=utf-8'],
  ['offhook://phone/index.html?x=1#y', 'phone', 'index.html', 'text/html; charset=utf-8'],
  ['offhook://desk/assets/index-B_x9.js', 'desk', 'assets/index-B_x9.js', 'text/javascript; charset=utf-8'],
  ['offhook://desk/assets/a.b.woff2', 'desk', 'assets/a.b.woff2', 'font/woff2'],
  // Steps upwards end at the root of the page, plain or encoded (URL standard, "double-dot path segment").
  ['offhook://desk/%2e%2e/../%2E./assets/a.js', 'desk', 'assets/a.js', 'text/javascript; charset=utf-8'],
  ['offhook://phone/ring%2Dtone.wav', 'phone', 'ring-tone.wav', 'audio/wav'],
])('%s is a file of %s', (address, page, path, contentType) => {
  expect(findPageFile(address)).toEqual({ page, path, contentType });
});

test.each([
  'offhook://desk/../phone/index.html/../../../x',
  'offhook://desk/..%2f..%2fsecret.json',
  'offhook://desk/..%5c..%5csecret.json',
  'offhook://desk/..\\..\\secret.json',
  'offhook://desk/a//b.js',
  'offhook://desk//etc/a.js',
  'offhook://desk/C:/Windows/a.js',
  'offhook://desk/index.html::$DATA',
  'offhook://desk/index.js:stream.js',
  'offhook://desk/a.js%00.html',
  'offhook://desk/a.js.',
  'offhook://desk/a.js%20',
  'offhook://desk/.env.js',
  'offhook://desk/%E0%A4%A.js',
  'offhook://desk/assets/',
  'offhook://desk/main.cjs',
  'offhook://desk/index.js.map',
  'offhook://desk:80/index.html',
  'offhook://user@desk/index.html',
  'offhook://other/index.html',
  'https://desk/index.html',
  'file:///desk/index.html',
  'index.html',
  '',
])('%s is no file', (address) => {
  expect(findPageFile(address)).toBeNull();
});

test('whatever the address, the file stays in the folder of its page on every system', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '\\', '/', 'C:', '%00', '//', 'a.js', '.html', '~'),
  );
  fc.assert(
    fc.property(fc.constantFrom('desk', 'phone'), fc.array(part, { maxLength: 8 }), (page, parts) => {
      const file = findPageFile(`offhook://${page}/${parts.join('')}`);
      if (file === null) return;
      for (const path of [posix, win32]) {
        const root = path === posix ? `/app/${page}` : `C:\\app\\${page}`;
        const full = path.resolve(root, file.path);
        expect(full.startsWith(root + path.sep)).toBe(true);
        expect(path.relative(root, full).replaceAll(path.sep, '/')).toBe(file.path);
      }
    }),
    { numRuns: 2_000 },
  );
});
