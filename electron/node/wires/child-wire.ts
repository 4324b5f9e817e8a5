import type { ChildProcess } from 'node:child_process';
import type { Wire } from '../../common/contract/wire.ts';

/** The parent's end of a process forked with `serialization: 'advanced'` (structured clone instead of JSON). */
export function openChildWire(child: ChildProcess): Wire {
  return {
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage(listener) {
      child.on('message', listener);
      return () => {
        child.off('message', listener);
      };
    },
    onClose(listener) {
      if (!child.connected) listener();
      child.on('disconnect', listener);
      return () => {
        child.off('disconnect', listener);
      };
    },
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
}
