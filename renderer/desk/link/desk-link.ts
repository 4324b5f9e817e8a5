import type { Client } from '../../../electron/common/contract/client.ts';
import type { CommandInput, CommandName } from '../../../electron/common/contract/contract.ts';
import type { deskContract } from '../../../electron/common/contract/desk-contract.ts';
import type { DeskState, Notice } from '../../../electron/common/contract/desk-state.ts';
import type { AppError, ErrorCode } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import type { Dispose } from '../../../electron/common/lib/disposable.ts';

export type DeskContract = typeof deskContract;
type DeskCommand = CommandName<DeskContract>;

/** One command with its input, as data: what a button and a key have in common. */
export type Wish = {
  readonly [N in DeskCommand]: { readonly command: N; readonly input: CommandInput<DeskContract, N> };
}[DeskCommand];

export interface LinkSnapshot {
  /** The last state the hub published; still shown, greyed, while the link is lost. */
  readonly state: DeskState | null;
  readonly status: 'opening' | 'open' | 'lost';
  /** What to add to this page's clock to get the hub's, in milliseconds. */
  readonly skewMs: number;
  /** Commands of this desk that failed, until dismissed or until the same command succeeds. */
  readonly failures: readonly Notice[];
}

export interface DeskLink {
  getSnapshot(): LinkSnapshot;
  subscribe(listener: () => void): Dispose;
  /** Begins to listen and to watch the link; the returned function ends both. */
  start(): Dispose;
  readonly request: Client<DeskContract>['request'];
  /** As `request`; a failure is shown among the notices as well. */
  readonly ask: Client<DeskContract>['request'];
  /** Sends a wish; a failure is shown among the notices. Resolves to whether it was done. */
  run(wish: Wish): Promise<boolean>;
  /** Something failed that no command tells of: shown among the notices until dismissed. */
  report(error: AppError): void;
  dismiss(code: ErrorCode): void;
  /** The level of the microphone in dBFS, ten times a second while it is asked for (`sound/watch`). */
  onLevel(listener: (levelDb: number) => void): Dispose;
}

export interface LinkTimes {
  /** How often the hub is asked for a sign of life, in milliseconds. */
  readonly beatMs: number;
  readonly answerMs: number;
  readonly retryMs: number;
}

const usualTimes: LinkTimes = { beatMs: 4_000, answerMs: 2_000, retryMs: 1_000 };

/**
 * Keeps the last state of the hub and whether the hub still answers. The hub publishes at changes only, so silence
 * says nothing by itself: the desk asks for the state at intervals, which also mends a message lost on the way.
 */
export function createDeskLink(
  client: Client<DeskContract>,
  clock: Clock,
  times: LinkTimes = usualTimes,
): DeskLink {
  const listeners = new Set<() => void>();
  const failed = new Map<string, Notice>();
  let snapshot: LinkSnapshot = { state: null, status: 'opening', skewMs: 0, failures: [] };

  const change = (part: Partial<LinkSnapshot>): void => {
    snapshot = { ...snapshot, ...part };
    for (const listener of [...listeners]) listener();
  };
  const receive = (state: DeskState): void => {
    change({ state, status: 'open', skewMs: state.now - clock.now() });
  };
  const showFailures = (): void => change({ failures: [...failed.values()] });

  const start = (): Dispose => {
    let stopped = false;
    let cancelNext: () => void = () => undefined;
    const beat = async (): Promise<void> => {
      const answer = await client.request('desk/state', null, { timeoutMs: times.answerMs });
      if (stopped) return;
      if (answer.ok) receive(answer.value);
      else change({ status: 'lost' });
      cancelNext = clock.after(answer.ok ? times.beatMs : times.retryMs, () => void beat());
    };
    const stopListening = client.on('state/changed', receive);
    void beat();
    return () => {
      stopped = true;
      cancelNext();
      stopListening();
    };
  };

  const noteFailure = (what: string, error: AppError): void => {
    failed.set(what, { error, since: clock.now() + snapshot.skewMs });
    showFailures();
  };

  const ask: DeskLink['ask'] = async (command, input, options) => {
    const result = await client.request(command, input, options);
    if (!result.ok) noteFailure(command, result.error);
    else if (failed.delete(command)) showFailures();
    return result;
  };

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    request: (command, input, options) => client.request(command, input, options),
    ask,
    run: async (wish) => (await ask(wish.command, wish.input)).ok,
    report: (error) => noteFailure(error.code, error),
    onLevel: (listener) =>
      client.on('sound/level', ({ levelDb }) => {
        listener(levelDb);
      }),
    dismiss(code) {
      for (const [command, notice] of failed) if (notice.error.code === code) failed.delete(command);
      showFailures();
    },
  };
}
