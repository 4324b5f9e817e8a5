import { devices } from './scenarios/devices.ts';
import { testGroup } from './vm/test-group.ts';

testGroup(devices);
