import { appError } from '../../../electron/common/lib/app-error.ts';
import { createBrowserMedia } from '../media/browser-media.ts';
import type { PublishPhoneEvent } from '../phone-events.ts';
import type { ReportDefect } from '../sip/guard.ts';
import { createSipJsEngine } from '../sip/sipjs-engine.ts';
import { readInstance } from './installation.ts';
import { pageClock, readPageTime } from './page-clock.ts';
import { createPageWire, type OffhookWire } from './page-wire.ts';
import { servePhone } from './phone-server.ts';

/** Builds the phone of the page and tells the hub that it waits for `phone/configure`. */
export function startPhone(bridge: OffhookWire): void {
  let publish: PublishPhoneEvent = () => undefined;
  const reportDefect: ReportDefect = (where, defect) => {
    // eslint-disable-next-line no-console -- the console of the hidden page is its way into the log; no message contents
    console.error(`phone: ${where}`, defect instanceof Error ? defect.stack : typeof defect);
  };
  const tellDefect: ReportDefect = (where, defect) => {
    reportDefect(where, defect);
    publish('phone/trouble', { error: appError('internal', { where }) });
  };

  const server = servePhone(
    createPageWire(bridge),
    (publishEvent) => {
      publish = publishEvent;
      const media = createBrowserMedia({
        clock: pageClock,
        reportDefect: tellDefect,
        onTrouble: (error) => {
          publish('phone/trouble', { error });
        },
        onTroubleOver: (code) => {
          publish('phone/trouble-over', { code });
        },
      });
      const engine = createSipJsEngine({
        media,
        publish,
        clock: pageClock,
        random: Math.random,
        readTime: readPageTime,
        instance: readInstance(localStorage, () => crypto.randomUUID()),
        newCallId: () => crypto.randomUUID(),
        openSocket: (url) => new WebSocket(url, 'sip'),
        onDefect: reportDefect,
      });
      addEventListener('online', () => {
        engine.reconnectIfDown();
      });
      return engine;
    },
    { onDefect: tellDefect },
  );

  addEventListener('error', (event) => {
    tellDefect('page', event.error);
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    tellDefect('promise', event.reason);
  });
  server.publish('phone/ready', null);
}
