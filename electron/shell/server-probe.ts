import type { AppError } from '../common/lib/app-error.ts';

export interface ProbeStep {
  readonly step: 'host' | 'port' | 'certificate' | 'websocket' | 'account';
  readonly ok: boolean;
  readonly error: AppError | null;
}

export interface ProbeAccount {
  readonly servers: readonly string[];
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/**
 * Looks at a telephone server from outside the page, because a page sees every fault of the connection as "closed".
 * The steps come in order and stop at the first that fails. `account` registers once with expires 0.
 */
export interface ServerProbe {
  probe(account: ProbeAccount): Promise<readonly ProbeStep[]>;
}
