import { ctlContract, type CtlState } from '../../common/contract/ctl-contract.ts';
import { serve, type Server } from '../../common/contract/server.ts';
import type { Wire } from '../../common/contract/wire.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok } from '../../common/lib/result.ts';
import type { HeadsetLink } from '../headset/headset-link.ts';
import type { Practice } from '../line/practice.ts';
import type { OperatorHandlers } from './operator-handlers.ts';

/** Serves `ctl`. Each connection gets every change with its cause, so `ctl events` is just a listener. */
export interface CtlLink {
  attach(wire: Wire): void;
  changed(at: number, cause: string): void;
}

export function createCtlLink(options: {
  readonly handlers: OperatorHandlers;
  readonly headset: HeadsetLink;
  readonly practice: Practice;
  /** Practice mode or the setting; asked at each connection. */
  readonly isAllowed: () => boolean;
  readonly state: () => CtlState;
  readonly quit: () => void;
}): CtlLink {
  const servers = new Set<Server<typeof ctlContract>>();
  return {
    attach(wire) {
      const guard = options.isAllowed() ? options.handlers : refuseAll(options.handlers);
      const server = serve(ctlContract, wire, {
        ...guard,
        'app/state': () => (options.isAllowed() ? ok(options.state()) : fail(appError('ctl.off'))),
        'practice/calls': () => (options.isAllowed() ? options.practice.calls() : fail(appError('ctl.off'))),
        'headset/leds': () =>
          options.isAllowed() ? ok(options.headset.status().lights) : fail(appError('ctl.off')),
        'app/quit': () => {
          if (!options.isAllowed()) return fail(appError('ctl.off'));
          options.quit();
          return ok(null);
        },
      });
      servers.add(server);
      wire.onClose(() => {
        servers.delete(server);
        server.dispose();
      });
    },
    changed(at, cause) {
      if (servers.size === 0 || !options.isAllowed()) return;
      const state = options.state();
      for (const server of servers) server.publish('app/changed', { at, cause, state });
    },
  };
}

function refuseAll(handlers: OperatorHandlers): OperatorHandlers {
  const refused = Object.keys(handlers).map((command) => [command, () => fail(appError('ctl.off'))]);
  return Object.fromEntries(refused) as OperatorHandlers;
}
