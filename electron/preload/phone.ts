import { exposeWire } from './expose-wire.ts';

exposeWire('phone');
