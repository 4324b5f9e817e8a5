import { deskContract } from '../../common/contract/desk-contract.ts';
import type { DeskState } from '../../common/contract/desk-state.ts';
import { serve, type Handlers, type Server } from '../../common/contract/server.ts';
import type { Wire } from '../../common/contract/wire.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Log } from '../../shell/log.ts';
import { createPublishPace } from './publish-pace.ts';

/** Serves the desk page. */
export interface DeskLink {
  attach(wire: Wire): void;
  changed(): void;
  /** The level of the microphone, in dBFS; beside the state, since it is new ten times a second. */
  showLevel(levelDb: number): void;
}

export function createDeskLink(options: {
  readonly clock: Clock;
  readonly log: Log;
  readonly state: () => DeskState;
  /** A customer is being looked up for a call. */
  readonly isLookingUp: () => boolean;
  readonly handlers: Handlers<typeof deskContract>;
  /** No desk is open any more. */
  readonly onAllGone: () => void;
}): DeskLink {
  const servers = new Set<Server<typeof deskContract>>();

  const publish = (): void => {
    if (servers.size === 0) return;
    const state = options.state();
    for (const server of servers) server.publish('state/changed', state);
  };

  return {
    attach(wire) {
      const server = serve(deskContract, wire, options.handlers, {
        onError: (error, defect) =>
          options.log.warn('desk.refused', {
            code: error.code,
            ...(defect instanceof Error ? { defect: defect.message } : {}),
          }),
      });
      servers.add(server);
      wire.onClose(() => {
        servers.delete(server);
        server.dispose();
        if (servers.size === 0) options.onAllGone();
      });
    },
    showLevel(levelDb) {
      for (const server of servers) server.publish('sound/level', { levelDb });
    },
    changed: createPublishPace({ ...options, publish }),
  };
}
