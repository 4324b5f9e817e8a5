import { expect, test } from 'vitest';
import { readCommand } from '../../../build/run/ctl-commands.ts';

test.each([
  ['sound list', { name: 'sound/list', input: null }],
  ['sound echo', { name: 'sound/echo', input: null }],
  ['sound play ring', { name: 'sound/play', input: { sound: 'ring' } }],
  ['sound play drum', undefined],
  [
    'sound choose ringer Built-in Audio',
    { name: 'sound/choose', input: { role: 'ringer', label: 'Built-in Audio' } },
  ],
  ['sound choose speaker auto', { name: 'sound/choose', input: { role: 'speaker', label: null } }],
  ['sound choose speaker', undefined],
  ['sound choose camera auto', undefined],
  ['sound', undefined],
] as const)('ctl %s', (words, request) => {
  expect(readCommand(words.split(' '))).toEqual(request);
});
