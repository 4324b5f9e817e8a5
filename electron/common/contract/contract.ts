import type { z } from 'zod';

/**
 * The bridge between two processes as data. The serving side answers commands and publishes events; types, client
 * and server derive from this one table. Names are `domain/action` for commands and `domain/happened` for events.
 */
export interface Contract {
  readonly name: string;
  readonly commands: Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export function defineContract<const C extends Contract>(contract: C): C {
  return contract;
}

export type CommandName<C extends Contract> = keyof C['commands'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;
export type CommandInput<C extends Contract, N extends CommandName<C>> = z.input<C['commands'][N]['input']>;
export type CommandOutput<C extends Contract, N extends CommandName<C>> = z.output<
  C['commands'][N]['output']
>;
export type EventPayload<C extends Contract, N extends EventName<C>> = z.output<C['events'][N]>;
