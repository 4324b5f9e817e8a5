import { z } from 'zod';
import { defineContract } from './contract.ts';

/** Whoever calls this number in practice mode hears the own voice. */
export const practiceEchoNumber = '600';

/** What is wrong with the line of a simulated customer, to see what the desk makes of it. */
export const lineFaultsSchema = z.object({
  lossPercent: z.number().min(0).max(100).default(0),
  jitterMs: z.number().min(0).max(1_000).default(0),
  /** Nothing is sent at all. */
  silent: z.boolean().default(false),
  /** The fault begins so long after the sound began, and lasts so long; to the end if not given. */
  afterMs: z.number().min(0).default(0),
  forMs: z.number().min(0).exactOptional(),
});

/** The practice exchange serves, the hub asks. It runs in a process of its own, in practice mode only. */
export const practiceCustomerSchema = z.object({
  number: z.string().max(32),
  name: z.string().max(200),
  /** One of the languages with voices: en, uk, ro, ru, fa. */
  language: z.string().max(8),
  need: z.enum(['bill', 'reading', 'outage', 'complaint', 'question']),
  withheld: z.boolean(),
  faults: lineFaultsSchema.exactOptional(),
});

export const practiceCallSchema = z.object({
  callId: z.string(),
  number: z.string(),
  state: z.enum(['calling', 'ringing', 'talking', 'ended']),
  packetsHeard: z.int(),
  packetsSpoken: z.int(),
  /** Root mean square of the last second of what the customer hears, 0..1. */
  levelHeard: z.number(),
  status: z.int().nullable(),
});

export const exchangeContract = defineContract({
  name: 'exchange',
  commands: {
    /** `port` 0 takes a free one. Answers with what a softphone needs to register. */
    'exchange/start': {
      input: z.object({ port: z.int().min(0).max(65_535) }),
      output: z.object({
        server: z.string(),
        domain: z.string(),
        user: z.string(),
        password: z.string(),
        displayName: z.string(),
      }),
    },
    /** The customer dials the operator's line; answered when the INVITE was sent. */
    'practice/call': { input: practiceCustomerSchema, output: z.object({ callId: z.string() }) },
    'practice/hangup': { input: z.object({ callId: z.string() }), output: z.null() },
    /** What the simulated customer hears and says; energies as in `line/stats`. */
    'practice/calls': {
      input: z.null(),
      output: z.array(practiceCallSchema),
    },
    'process/ping': { input: z.null(), output: z.null() },
  },
  events: {
    'practice/changed': z.object({
      callId: z.string(),
      state: z.enum(['calling', 'ringing', 'talking', 'ended']),
      status: z.int().nullable(),
    }),
  },
});

export type LineFaults = z.output<typeof lineFaultsSchema>;
export type PracticeCall = z.infer<typeof practiceCallSchema>;
export type PracticeCustomer = z.infer<typeof practiceCustomerSchema>;
