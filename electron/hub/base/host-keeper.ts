import { createClient, type Client } from '../../common/contract/client.ts';
import type { Contract } from '../../common/contract/contract.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { createForwardClock } from '../../common/lib/forward-clock.ts';
import {
  stoppedSupervisor,
  superviseProcess,
  type SupervisorEvent,
} from '../../common/process/supervisor.ts';
import type { Log } from '../../shell/log.ts';
import type { HostName, HostProcess, ProcessStarter } from '../../shell/processes.ts';

/** What every host contract can answer, so that one supervisor serves all. */
interface Ping {
  readonly commands: Contract['commands'] & { readonly 'process/ping': Contract['commands'][string] };
}

export interface HostKeeper<C extends Contract> {
  start(): void;
  stop(): void;
  /** The running host, or undefined while it is down. */
  client(): Client<C> | undefined;
  pid(): number | undefined;
}

export interface HostKeeperOptions<C extends Contract & Ping> {
  readonly name: HostName;
  readonly contract: C;
  readonly processes: ProcessStarter;
  readonly clock: Clock;
  readonly log: Log;
  /** A new process runs: apply the state that it must have. */
  readonly onUp: (client: Client<C>) => void;
  readonly onDown: () => void;
}

/** Runs the effects of the supervisor for one host: spawns, pings, kills, and hands out the client of the day. */
export function createHostKeeper<C extends Contract & Ping>(options: HostKeeperOptions<C>): HostKeeper<C> {
  const { name, log } = options;
  const clock = createForwardClock(options.clock);
  let state = stoppedSupervisor;
  let running: { readonly host: HostProcess; readonly client: Client<C> } | undefined;
  let cancelTimer: () => void = () => undefined;

  const dispatch = (event: SupervisorEvent): void => {
    const step = superviseProcess(state, event);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'spawn') spawn();
      else if (effect.type === 'ping') ping();
      else if (effect.type === 'kill') running?.host.kill();
      else arm(effect.ms);
    }
  };

  const arm = (ms: number): void => {
    cancelTimer();
    cancelTimer = clock.after(ms, () => dispatch({ type: 'timer', at: clock.now() }));
  };

  const spawn = (): void => {
    const host = options.processes.start(name);
    const client = createClient(options.contract, host.wire, {
      clock,
      onViolation: (error) => log.warn('host.violation', { host: name, code: error.code }),
    });
    running = { host, client };
    log.info('host.started', { host: name, pid: host.pid ?? null });
    host.onExit(() => {
      if (running?.host !== host) return;
      running = undefined;
      client.close();
      log.warn('host.exited', { host: name, failures: state.failures });
      options.onDown();
      dispatch({ type: 'exited', at: clock.now() });
    });
    options.onUp(client);
  };

  const ping = (): void => {
    const asked = running?.host;
    void running?.client.request('process/ping', null as never, { timeoutMs: 10_000 }).then((answer) => {
      if (answer.ok && running?.host === asked) dispatch({ type: 'answered', at: clock.now() });
    });
  };

  return {
    start: () => dispatch({ type: 'start', at: clock.now() }),
    stop: () => {
      cancelTimer();
      const stopping = running;
      running = undefined;
      dispatch({ type: 'stop' });
      stopping?.host.kill();
    },
    client: () => running?.client,
    pid: () => running?.host.pid,
  };
}
