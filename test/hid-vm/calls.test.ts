import { calls } from './scenarios/calls.ts';
import { testGroup } from './vm/test-group.ts';

testGroup(calls);
