import type { Settings } from '../../common/contract/settings.ts';
import {
  buildHook,
  buildStateQuery,
  readQueueState,
  type QueueHookName,
  type QueueReading,
  type QueueService,
  type WebRequest,
} from '../../common/events/queue-service.ts';
import { appError, type AppError, type ErrorCode } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { WebService } from '../../shell/web-service.ts';

/** The web service behind which the queue of some exchanges is. */
export interface QueueServiceLink {
  /** Whether the service does this; if not, the codes of the dial plan may. */
  has(name: QueueHookName): boolean;
  /** Asks once. Then what the service says of the queue; nothing where it has no way to say it. */
  run(name: QueueHookName): Promise<Result<QueueReading>>;
  /** Reads the state now and then; again with other settings when called again. */
  start(): void;
  stop(): void;
}

const troubles: readonly ErrorCode[] = ['queue.service-silent', 'queue.service-refused'];

export function createQueueServiceLink(parts: {
  readonly clock: Clock;
  readonly web: WebService;
  readonly settings: () => Settings;
  readonly token: () => string | null;
  readonly onReading: (reading: QueueReading) => void;
  readonly onTrouble: (error: AppError) => void;
  readonly onTroubleOver: (code: ErrorCode) => void;
}): QueueServiceLink {
  let stopWaiting: () => void = () => undefined;
  /** Answers to questions of an earlier start are of no interest. */
  let round = 0;

  /** Who practises is in no real queue, and must not leave or join one by mistake. */
  const service = (): QueueService | undefined => {
    const { practice, queue } = parts.settings();
    return practice ? undefined : queue.service;
  };
  const caller = () => ({ user: parts.settings().sip?.user ?? '', token: parts.token() });

  const ask = async (request: WebRequest): Promise<Result<unknown>> => {
    const answer = await parts.web.request(request);
    if (!answer.ok) return answer;
    const { status, json } = answer.value;
    return status >= 200 && status < 300 ? ok(json) : fail(appError('queue.service-refused', { status }));
  };

  const readState = async (asked: QueueService): Promise<Result<QueueReading> | null> => {
    const query = buildStateQuery(asked, caller());
    if (query === null) return null;
    const answer = await ask(query);
    return answer.ok ? ok(readQueueState(asked, answer.value)) : answer;
  };

  const poll = async (asked: QueueService, everySeconds: number, mine: number): Promise<void> => {
    const reading = await readState(asked);
    if (mine !== round || reading === null) return;
    if (reading.ok) for (const code of troubles) parts.onTroubleOver(code);
    else parts.onTrouble(reading.error);
    // What was true half a minute ago is not what the service says now: it says nothing.
    parts.onReading(reading.ok ? reading.value : readQueueState(asked, undefined));
    stopWaiting = parts.clock.after(everySeconds * 1_000, () => void poll(asked, everySeconds, mine));
  };

  const stop = (): void => {
    round++;
    stopWaiting();
  };

  return {
    has: (name) => service()?.[name] !== undefined,
    async run(name) {
      const asked = service();
      const request = asked === undefined ? null : buildHook(asked, name, caller());
      if (asked === undefined || request === null) return fail(appError('code.not-set', { code: name }));
      const done = await ask(request);
      if (!done.ok) return done;
      const reading = await readState(asked);
      if (reading === null) return ok({});
      // The service took the request; that its state cannot be read is told by the next look at it.
      return reading.ok ? reading : ok(readQueueState(asked, undefined));
    },
    start() {
      stop();
      const asked = service();
      if (asked === undefined) parts.onReading({ login: null, pause: null });
      if (asked?.state !== undefined) void poll(asked, asked.state.everySeconds, round);
    },
    stop,
  };
}
