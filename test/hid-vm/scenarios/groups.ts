import type { Group } from '../lab/check.ts';
import { calls } from './calls.ts';
import { crashes } from './crashes.ts';
import { devices } from './devices.ts';
import { plugging } from './plugging.ts';

export const groups: readonly Group[] = [calls, plugging, crashes, devices];
