import { z } from 'zod';

/**
 * The queue of exchanges that keep agents behind a web service instead of codes of the dial plan: what to ask for, and
 * where its answers say how things stand. `{user}` in addresses and bodies is our own extension, `{token}` in the
 * credential the secret of the service.
 */
const urlSchema = z
  .string()
  .max(2_000)
  .refine((text) => URL.canParse(text.replaceAll('{user}', '1')) && /^https?:\/\//i.test(text));

const hookSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  url: urlSchema,
  /** Sent as it stands, with `{user}` filled in as within a JSON string. */
  body: z.string().max(8_000).exactOptional(),
});

const scalarSchema = z.union([z.string().max(200), z.number(), z.boolean()]);

const switchReadingSchema = z.strictObject({
  /** Members and positions with dots: `agent.state`, `members.0.paused`. */
  path: z.string().min(1).max(200),
  /** The values that mean on; anything else that is there means off. */
  on: z.array(scalarSchema).min(1).max(20).default([true, 1, 'true', '1', 'yes', 'on']),
});

export const queueServiceSchema = z.strictObject({
  login: hookSchema.exactOptional(),
  logout: hookSchema.exactOptional(),
  pause: hookSchema.exactOptional(),
  unpause: hookSchema.exactOptional(),
  wrapUp: hookSchema.exactOptional(),
  state: z
    .strictObject({
      url: urlSchema,
      login: switchReadingSchema.exactOptional(),
      pause: switchReadingSchema.exactOptional(),
      everySeconds: z.int().min(5).max(3_600).default(30),
    })
    .exactOptional(),
  credential: z
    .strictObject({
      header: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/)
        .default('Authorization'),
      value: z.string().max(500).default('Bearer {token}'),
    })
    .prefault({}),
});

export type QueueService = z.output<typeof queueServiceSchema>;
export type QueueHookName = 'login' | 'logout' | 'pause' | 'unpause' | 'wrapUp';

export interface WebRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Caller {
  readonly user: string;
  /** Null: none is known, and no credential is sent. */
  readonly token: string | null;
}

export function buildHook(service: QueueService, name: QueueHookName, caller: Caller): WebRequest | null {
  const hook = service[name];
  if (hook === undefined) return null;
  const { method, url, body } = hook;
  const hasBody = body !== undefined && method !== 'GET';
  return {
    method,
    url: fillUrl(url, caller),
    headers: {
      ...credentialOf(service, caller),
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(hasBody ? { body: body.replaceAll('{user}', () => inJson(caller.user)) } : {}),
  };
}

export function buildStateQuery(service: QueueService, caller: Caller): WebRequest | null {
  if (service.state === undefined) return null;
  return {
    method: 'GET',
    url: fillUrl(service.state.url, caller),
    headers: credentialOf(service, caller),
  };
}

/** Per switch that the service can tell: on, off, or null where the answer says nothing of it. */
export type QueueReading = Readonly<Partial<Record<'login' | 'pause', boolean | null>>>;

/** `answer`: the JSON the service gave; undefined if it gave none. */
export function readQueueState(service: QueueService, answer: unknown): QueueReading {
  const { login, pause } = service.state ?? {};
  return {
    ...(login === undefined ? {} : { login: readSwitch(login, answer) }),
    ...(pause === undefined ? {} : { pause: readSwitch(pause, answer) }),
  };
}

function readSwitch(reading: z.output<typeof switchReadingSchema>, answer: unknown): boolean | null {
  const found = reading.path.split('.').reduce(member, answer);
  const scalar = scalarSchema.safeParse(found);
  return scalar.success ? reading.on.includes(scalar.data) : null;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

const fillUrl = (url: string, { user }: Caller): string =>
  url.replaceAll('{user}', () => encodeURIComponent(user));

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function credentialOf({ credential }: QueueService, { token }: Caller): Readonly<Record<string, string>> {
  const isNeeded = credential.value.includes('{token}');
  if (isNeeded && token === null) return {};
  return { [credential.header]: credential.value.replaceAll('{token}', () => token ?? '') };
}
