import { exposeWire } from './expose-wire.ts';

exposeWire('desk');
