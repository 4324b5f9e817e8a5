import type { LogFields } from '../common/lib/log-fields.ts';

/** Structured log. Adapters pass every field through redaction; callers never give secrets or customer data. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
