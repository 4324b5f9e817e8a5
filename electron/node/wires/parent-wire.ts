import type { Wire } from '../../common/contract/wire.ts';

/** What Electron adds to `process` inside a utility process; absent in a forked Node process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  off(event: 'message', listener: (event: { data: unknown }) => void): void;
}

function findParentPort(): ParentPort | undefined {
  const port: unknown = Reflect.get(process, 'parentPort');
  return isParentPort(port) ? port : undefined;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

/** The wire of a host process to the process that started it, under Electron and under plain Node alike. */
export function openParentWire(): Wire {
  const port = findParentPort();
  return port === undefined ? openChildEnd() : openUtilityEnd(port);
}

function openUtilityEnd(port: ParentPort): Wire {
  return {
    send: (message) => {
      port.postMessage(message);
    },
    onMessage(listener) {
      const unwrap = (event: { data: unknown }): void => {
        listener(event.data);
      };
      port.on('message', unwrap);
      return () => {
        port.off('message', unwrap);
      };
    },
    // Electron ends a utility process together with its parent; there is no separate signal.
    onClose: () => () => undefined,
    close: () => {
      process.exit(0);
    },
  };
}

function openChildEnd(): Wire {
  return {
    send: (message) => {
      // A parent that died leaves a closed channel: the disconnect handler ends us, the message has no reader.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage(listener) {
      process.on('message', listener);
      return () => {
        process.off('message', listener);
      };
    },
    onClose(listener) {
      if (!process.connected) listener();
      process.on('disconnect', listener);
      return () => {
        process.off('disconnect', listener);
      };
    },
    close: () => {
      if (process.connected) process.disconnect();
    },
  };
}
