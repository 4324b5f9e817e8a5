import { appError } from '../../../electron/common/lib/app-error.ts';
import { createBrowserMedia } from '../media/browser-media.ts';
import { warmUpIce } from '../media/ice-warm-up.ts';
import { browserConnections } from '../media/peer-connections.ts';
import type { MicrophoneTrouble } from '../media/microphone-rule.ts';
import type { PublishPhoneEvent } from '../phone-events.ts';
import type { ReportDefect } from '../sip/lib/guard.ts';
import { createSipJsEngine } from '../sip/sipjs-engine.ts';
import { readInstance } from './installation.ts';
import { pageClock, readPageTime } from './page-clock.ts';
import { createPageWire, type OffhookWire } from './page-wire.ts';
import { servePhone } from './phone-server.ts';
import { findWebHid, watchHidDevices } from './web-hid.ts';

const callWarnings = [
  'media.speaking-while-muted',
  'media.microphone-silent',
] as const satisfies readonly MicrophoneTrouble[];

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

  const connections = browserConnections();
  const server = servePhone(
    createPageWire(bridge),
    (publishEvent) => {
      publish = publishEvent;
      const media = createBrowserMedia({
        clock: pageClock,
        connections,
        reportDefect: tellDefect,
        readTime: readPageTime,
        onTrouble: (error) => {
          publish('phone/trouble', { error });
        },
        onTroubleOver: (code) => {
          publish('phone/trouble-over', { code });
        },
        onMicrophone: (usbId) => {
          publish('phone/microphone', { usbId });
        },
        onSoundDevices: (devices) => {
          publish('phone/sound-devices', devices);
        },
        onSoundLevel: (levelDb) => {
          publish('phone/sound-level', { levelDb });
        },
        onDevicesChanged: () => {
          publish('phone/devices-changed', null);
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
        engine.networkChanged();
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
  void warmUpIce(connections, pageClock);
  // The page before this one may have ended in the middle of a warning.
  for (const code of callWarnings) server.publish('phone/trouble-over', { code });
  const hid = findWebHid(navigator);
  if (hid !== null) {
    watchHidDevices(hid, {
      onDevices: (devices) => {
        server.publish('phone/hid-devices', { devices });
      },
      reportDefect: tellDefect,
    });
  }
}
