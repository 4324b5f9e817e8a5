import { plugging } from './scenarios/plugging.ts';
import { testGroup } from './vm/test-group.ts';

testGroup(plugging);
