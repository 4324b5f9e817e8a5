import type { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createNetworkWatch } from '../../electron/node/network-watch.ts';

type Interfaces = ReturnType<typeof networkInterfaces>;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const address = (text: string, internal = false): NonNullable<Interfaces[string]>[number] => ({
  address: text,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
});

it('[15] a change of the addresses is told once, others are not, and nobody is told after leaving', () => {
  let now: Interfaces = { lo: [address('127.0.0.1', true)], wlan0: [address('192.0.2.10')] };
  const watch = createNetworkWatch(() => now);
  let told = 0;
  const leave = watch.onChange(() => told++);
  vi.advanceTimersByTime(5_000);
  expect(told).toBe(0);
  now = { ...now, lo: [address('127.0.0.2', true)], eth1: [address('fe80::1')] };
  vi.advanceTimersByTime(5_000);
  expect(told).toBe(0);
  now = { lo: [address('127.0.0.1', true)], eth0: [address('198.51.100.7')] };
  vi.advanceTimersByTime(1_000);
  expect(told).toBe(1);
  vi.advanceTimersByTime(5_000);
  expect(told).toBe(1);
  leave();
  now = {};
  vi.advanceTimersByTime(5_000);
  expect(told).toBe(1);
});

it('reads the addresses of this machine', () => {
  expect(() => createNetworkWatch().onChange(() => undefined)()).not.toThrow();
});
