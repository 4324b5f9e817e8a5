import { crashes } from './scenarios/crashes.ts';
import { testGroup } from './vm/test-group.ts';

testGroup(crashes);
