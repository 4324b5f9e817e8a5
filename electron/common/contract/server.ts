import type { z } from 'zod';
import { appError, type AppError } from '../lib/app-error.ts';
import type { Dispose } from '../lib/disposable.ts';
import { fail, type Result } from '../lib/result.ts';
import type { CommandName, CommandOutput, Contract, EventName, EventPayload } from './contract.ts';
import { requestSchema, type EventMessage, type ResponseMessage } from './messages.ts';
import type { Wire } from './wire.ts';

type MaybePromise<T> = T | Promise<T>;

/** One handler a command; a missing or surplus handler is a type error. Handlers receive checked input only. */
export type Handlers<C extends Contract> = {
  readonly [N in CommandName<C>]: (
    input: z.output<C['commands'][N]['input']>,
  ) => MaybePromise<Result<CommandOutput<C, N>>>;
};

export interface Server<C extends Contract> {
  publish<N extends EventName<C>>(event: N, payload: EventPayload<C, N>): void;
  dispose: Dispose;
}

export interface ServerOptions {
  /** Told of refused messages and of defects in handlers. Never receives the payload. */
  readonly onError?: (error: AppError, defect?: unknown) => void;
}

/**
 * Answers the commands of a contract on one wire. Who may speak is the wire's business (the Electron wire checks the
 * sender before it delivers anything); here the form is checked before the handler acts.
 */
export function serve<C extends Contract>(
  contract: C,
  wire: Wire,
  handlers: Handlers<C>,
  options: ServerOptions = {},
): Server<C> {
  const answer = async (command: string, input: unknown): Promise<Result<unknown>> => {
    if (!Object.hasOwn(contract.commands, command))
      return fail(appError('contract.unknown-channel', { command }));
    const schema = contract.commands[command]?.input;
    const checked = schema?.safeParse(input);
    if (checked?.success !== true) {
      const where = checked?.error.issues[0]?.path.join('.') ?? '';
      return fail(appError('contract.bad-input', { command, where }));
    }
    const handler = handlers[command as CommandName<C>] as (value: unknown) => MaybePromise<Result<unknown>>;
    return handler(checked.data);
  };

  const stop = wire.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) {
      options.onError?.(appError('contract.bad-input', { contract: contract.name }));
      return;
    }
    const { id, command, input } = request.data;
    const respond = (result: Result<unknown>): void => {
      wire.send({ kind: 'response', id, result } satisfies ResponseMessage);
    };
    answer(command, input).then(
      (result) => {
        if (!result.ok) options.onError?.(result.error);
        respond(result);
      },
      (defect: unknown) => {
        const error = appError('internal', { command });
        options.onError?.(error, defect);
        respond(fail(error));
      },
    );
  });

  return {
    publish: (event, payload) => {
      wire.send({ kind: 'event', event, payload } satisfies EventMessage);
    },
    dispose: stop,
  };
}
