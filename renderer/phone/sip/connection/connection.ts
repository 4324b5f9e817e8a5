import { URI, type UserAgent } from 'sip.js';
import type { Registration } from '../../../../electron/common/contract/phone-contract.ts';
import { exhausted } from '../../../../electron/common/lib/exhaustive.ts';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import {
  disconnected,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type ConnectionTimer,
} from './connection-model.ts';
import { stepConnection } from './connection-rule.ts';
import type { Lookout } from './lookout.ts';
import { createRegistrar } from './registrar.ts';
import type { SipTransport } from './sip-transport.ts';

export interface ConnectionParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly servers: readonly string[];
  readonly userAgent: UserAgent;
  readonly transport: SipTransport;
  readonly lookout: Lookout;
  onRegistration(registration: Registration): void;
  /** The socket is gone. */
  onLost(): void;
  /** Registered on a new socket. On a new network the sound of a call needs another way, too. */
  onRestored(isNetworkNew: boolean): void;
}

/** Executes what the connection rule decides. */
export interface Connection {
  readonly isRegistered: boolean;
  handle(event: ConnectionEvent): void;
  /** Takes our contact off the server; resolves when it answered. Does not time out by itself. */
  unregister(): Promise<void>;
}

export function createConnection(parts: ConnectionParts): Connection {
  const { clock, lookout, servers, transport, userAgent } = parts;
  const registrar = createRegistrar(userAgent);
  const timers = new Map<ConnectionTimer, () => void>();
  let state: ConnectionState = disconnected;
  let isNetworkNew = false;

  const handle = (event: ConnectionEvent): void => {
    if (event.type === 'network-changed') isNetworkNew = true;
    const step = stepConnection(state, event, { now: clock.now(), random: parts.random() });
    state = step.state;
    for (const effect of step.effects) run(effect);
  };

  const run = (effect: ConnectionEffect): void => {
    switch (effect.type) {
      case 'open': {
        const url = servers[effect.server];
        if (url !== undefined) transport.open(url);
        return;
      }
      case 'drop':
        lookout.stop();
        transport.drop();
        return;
      case 'look': {
        const url = servers[effect.server];
        if (url !== undefined) lookout.look(url, () => handle({ type: 'first-server-found' }));
        return;
      }
      case 'register': {
        const { epoch } = transport;
        registrar.register(effect.expiresSeconds, (outcome) => {
          // sip.js answers for a socket that is gone (503) or silent (408); the rule knows that already.
          if (epoch === transport.epoch && transport.isConnected())
            handle({ type: 'register-answered', outcome });
        });
        return;
      }
      case 'ping':
        sendOptions(userAgent);
        return;
      case 'set-timer': {
        const { name, ms } = effect;
        timers.get(name)?.();
        const cancel = clock.after(ms, () => {
          timers.delete(name);
          handle({ type: 'timer', name });
        });
        timers.set(name, cancel);
        return;
      }
      case 'clear-timers':
        for (const name of effect.names) {
          timers.get(name)?.();
          timers.delete(name);
        }
        return;
      case 'lost':
        parts.onLost();
        return;
      case 'restored':
        parts.onRestored(isNetworkNew);
        isNetworkNew = false;
        return;
      case 'publish': {
        const server = servers[state.server];
        parts.onRegistration({
          state: effect.state,
          ...(server === undefined || effect.state === 'off' ? {} : { server }),
          ...(effect.error === undefined ? {} : { error: effect.error }),
        });
        return;
      }
      default:
        exhausted(effect);
    }
  };

  return {
    get isRegistered() {
      return state.phase === 'registered';
    },
    handle,
    unregister: () =>
      new Promise((resolve) => {
        registrar.unregister(resolve);
      }),
  };
}

/** Any answer, even a refusal, proves that the socket carries both ways; that is seen at the transport. */
function sendOptions(userAgent: UserAgent): void {
  const core = userAgent.userAgentCore;
  const { aor } = core.configuration;
  const target = new URI('sip', '', aor.host, aor.port);
  core.request(core.makeOutgoingRequestMessage('OPTIONS', target, aor, target, {}, undefined, undefined));
}
