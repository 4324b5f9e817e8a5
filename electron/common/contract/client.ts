import { appError, type AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Dispose } from '../lib/disposable.ts';
import { fail, type Result } from '../lib/result.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  Contract,
  EventName,
  EventPayload,
} from './contract.ts';
import { inboundToClientSchema, type RequestMessage } from './messages.ts';
import type { Wire } from './wire.ts';

export interface Client<C extends Contract> {
  /** Never rejects: time-outs, a closed wire and refused messages come back as errors of the catalogue. */
  request<N extends CommandName<C>>(
    command: N,
    input: CommandInput<C, N>,
    options?: { readonly timeoutMs?: number },
  ): Promise<Result<CommandOutput<C, N>>>;
  on<N extends EventName<C>>(event: N, listener: (payload: EventPayload<C, N>) => void): Dispose;
  onClose(listener: () => void): Dispose;
  close(): void;
}

export interface ClientOptions {
  readonly clock: Clock;
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** Told of messages that break the contract; they are dropped. */
  readonly onViolation?: (error: AppError) => void;
}

interface Pending {
  readonly command: string;
  settle(result: Result<unknown>): void;
}

export function createClient<C extends Contract>(contract: C, wire: Wire, options: ClientOptions): Client<C> {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let nextId = 1;
  let closed = false;

  const violated = (error: AppError): void => options.onViolation?.(error);

  const receive = (message: unknown): void => {
    const parsed = inboundToClientSchema.safeParse(message);
    if (!parsed.success) return violated(appError('contract.bad-output', { contract: contract.name }));
    if (parsed.data.kind === 'response') {
      const waiting = pending.get(parsed.data.id);
      // An answer after its time-out is late, not wrong.
      if (waiting === undefined) return;
      pending.delete(parsed.data.id);
      waiting.settle(parsed.data.result);
      return;
    }
    const { event, payload } = parsed.data;
    const schema = contract.events[event];
    const checked = schema?.safeParse(payload);
    if (checked?.success !== true)
      return violated(appError('contract.bad-output', { contract: contract.name, event }));
    for (const listener of [...(listeners.get(event) ?? [])]) listener(checked.data as never);
  };

  const stopReceiving = wire.onMessage(receive);
  wire.onClose(() => {
    closed = true;
    stopReceiving();
    for (const [id, waiting] of [...pending]) {
      pending.delete(id);
      waiting.settle(
        fail(appError('contract.closed', { contract: contract.name, command: waiting.command })),
      );
    }
  });

  return {
    request(command, input, { timeoutMs = options.timeoutMs ?? 5_000 } = {}) {
      const definition = contract.commands[command];
      if (definition === undefined)
        return Promise.resolve(fail(appError('contract.unknown-channel', { command })));
      if (closed)
        return Promise.resolve(fail(appError('contract.closed', { contract: contract.name, command })));
      const id = nextId++;
      return new Promise((resolve) => {
        const cancelTimeout = options.clock.after(timeoutMs, () => {
          pending.delete(id);
          resolve(fail(appError('contract.timeout', { contract: contract.name, command, timeoutMs })));
        });
        pending.set(id, {
          command,
          settle(result) {
            cancelTimeout();
            if (!result.ok) {
              resolve(result);
              return;
            }
            const output = definition.output.safeParse(result.value);
            if (output.success) resolve({ ok: true, value: output.data as never });
            else resolve(fail(appError('contract.bad-output', { contract: contract.name, command })));
          },
        });
        wire.send({ kind: 'request', id, command, input } satisfies RequestMessage);
      });
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    onClose: (listener) => wire.onClose(listener),
    close: () => {
      wire.close();
    },
  };
}
