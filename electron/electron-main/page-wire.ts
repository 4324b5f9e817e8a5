import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import type { Wire } from '../common/contract/wire.ts';
import type { Dispose } from '../common/lib/disposable.ts';
import { pageChannel, pageHello, type PageName } from '../common/policy/page-identity.ts';
import { isTrustedSender } from '../common/policy/sender.ts';
import { createPushWire, type PushWire } from './push-wire.ts';

interface PageWireOptions {
  readonly page: PageName;
  readonly contents: WebContents;
  readonly onConnect: (wire: Wire) => void;
  /** Somebody else spoke on this channel. Told once a window; the message is not looked at. */
  readonly onRefused: () => void;
}

/** Listens on the channel of one page. Each load of the page says hello and gets a wire of its own. */
export function acceptPage(options: PageWireOptions): Dispose {
  const { page, contents } = options;
  const channel = pageChannel(page);
  let current: PushWire | undefined;
  let refusals = 0;

  const endWire = (): void => {
    current?.end();
    current = undefined;
  };
  const openWire = (): void => {
    endWire();
    const send = (message: unknown): void => {
      if (!contents.isDestroyed()) contents.send(channel, message);
    };
    current = createPushWire(send, () => undefined);
    options.onConnect(current.wire);
  };
  const receive = (event: IpcMainEvent, message: unknown): void => {
    if (!isTrusted(event, page, contents)) {
      if (refusals++ === 0) options.onRefused();
      return;
    }
    if (message === pageHello) openWire();
    else current?.deliver(message);
  };

  ipcMain.on(channel, receive);
  // The commit, not did-start-navigation: that one also comes for a navigation which is then refused, and the page
  // that stays must keep its wire. The hello of the new page travels behind the commit.
  contents.on('did-navigate', endWire);
  contents.on('render-process-gone', endWire);
  contents.on('destroyed', endWire);
  return () => {
    ipcMain.off(channel, receive);
    contents.off('did-navigate', endWire);
    contents.off('render-process-gone', endWire);
    contents.off('destroyed', endWire);
    endWire();
  };
}

function isTrusted(event: IpcMainEvent, page: PageName, contents: WebContents): boolean {
  const { senderFrame } = event;
  const frame = senderFrame && { url: senderFrame.url, hasParent: senderFrame.parent !== null };
  return isTrustedSender({ page, frame, isOwnWindow: event.sender === contents });
}
