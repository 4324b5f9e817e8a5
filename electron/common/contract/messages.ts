import { z } from 'zod';
import { isErrorCode, type ErrorCode } from '../lib/app-error.ts';

/** The three kinds of message that go over a wire. Everything received is checked against these first. */
export const appErrorSchema = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
});

export const requestSchema = z.object({
  kind: z.literal('request'),
  id: z.int().nonnegative(),
  command: z.string().max(64),
  input: z.unknown(),
});

const responseSchema = z.object({
  kind: z.literal('response'),
  id: z.int().nonnegative(),
  result: z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), error: appErrorSchema }),
  ]),
});

const eventSchema = z.object({ kind: z.literal('event'), event: z.string().max(64), payload: z.unknown() });

export const inboundToClientSchema = z.discriminatedUnion('kind', [responseSchema, eventSchema]);

export type RequestMessage = z.infer<typeof requestSchema>;
export type ResponseMessage = z.infer<typeof responseSchema>;
export type EventMessage = z.infer<typeof eventSchema>;
