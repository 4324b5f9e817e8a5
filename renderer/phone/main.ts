import './page/quiet-zod.ts';
import type { OffhookWire } from './page/page-wire.ts';
import { startPhone } from './page/start-phone.ts';

declare global {
  interface Window {
    readonly offhookWire: OffhookWire;
  }
}

startPhone(window.offhookWire);
