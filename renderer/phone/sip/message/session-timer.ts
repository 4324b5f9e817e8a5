import type { Clock } from '../../../../electron/common/lib/clock.ts';
import { splitParams } from './name-addr.ts';

/** RFC 4028 section 4: what a call asks for if nobody asks for less. */
const proposedSeconds = 1_800;
/** RFC 4028 section 5: less than this nobody has to accept. */
const leastSeconds = 90;
/** Exchanges with shorter intervals than the RFC allows exist; below this they would talk of nothing else. */
const bearableSeconds = 30;
const longestSeconds = 86_400;

/** The part of a SIP message that the agreement is read from. */
export interface TimerHeaders {
  getHeader(name: string): string | undefined;
  getHeaders(name: string): readonly string[];
}

interface Asked {
  readonly seconds: number;
  readonly refresher: 'uac' | 'uas' | null;
}

/** How often the session is refreshed, and whose turn it is. */
interface Agreement {
  readonly seconds: number;
  readonly isOurs: boolean;
}

export type TimerAnswer =
  | { readonly kind: 'agreed'; readonly headers: readonly string[] }
  /** 422 with Min-SE. */
  | { readonly kind: 'too-brief'; readonly headers: readonly string[] };

/**
 * Session timer of one call (RFC 4028): a call whose other end is gone without a word does not hang for ever.
 *
 *   none ──agreed──▶ running ──refreshed by either side──▶ running
 *                       └──nobody refreshed──▶ expired
 */
export interface SessionTimer {
  /** Of a request of ours that can refresh the session. */
  requestHeaders(): readonly string[];
  /** A request of ours was answered with 2xx. */
  confirmed(answer: TimerHeaders): void;
  /** A request of ours was answered with 422: the next one asks for what is wanted. false: there is no point. */
  raise(answer: TimerHeaders): boolean;
  /** Their request was answered with 2xx as `answerTimer` says. */
  begin(request: TimerHeaders): void;
  stop(): void;
}

export function createSessionTimer(parts: {
  readonly clock: Clock;
  /** It is our turn: refresh now. */
  readonly refresh: () => void;
  readonly expired: () => void;
}): SessionTimer {
  let agreement: Agreement | null = null;
  let wanted = proposedSeconds;
  let least = leastSeconds;
  let isStopped = false;
  let cancel: (() => void)[] = [];

  const clear = (): void => {
    for (const each of cancel) each();
    cancel = [];
  };

  const run = (next: Agreement | null): void => {
    clear();
    agreement = next;
    if (next === null || isStopped) return;
    const ms = next.seconds * 1_000;
    // RFC 4028 section 10: the side that waits gives up a little before, so that its BYE still finds the call.
    const graceMs = Math.min(32_000, ms / 3);
    cancel = [parts.clock.after(ms - graceMs, parts.expired)];
    if (next.isOurs) cancel.push(parts.clock.after(ms / 2, parts.refresh));
  };

  return {
    requestHeaders() {
      const seconds = agreement?.seconds ?? wanted;
      // RFC 4028 section 7.4: roles are named from the point of view of this request.
      const refresher = agreement === null ? '' : `;refresher=${agreement.isOurs ? 'uac' : 'uas'}`;
      return [`Session-Expires: ${Math.max(seconds, least)}${refresher}`, `Min-SE: ${least}`];
    },
    confirmed(answer) {
      const asked = readSessionExpires(answer);
      run(asked === null ? null : { seconds: asked.seconds, isOurs: asked.refresher !== 'uas' });
    },
    raise(answer) {
      const minimum = readSeconds(answer.getHeader('Min-SE') ?? '');
      if (minimum === null || minimum <= least) return false;
      least = minimum;
      wanted = Math.max(wanted, minimum);
      if (agreement !== null) agreement = { ...agreement, seconds: Math.max(agreement.seconds, minimum) };
      return true;
    },
    begin(request) {
      const asked = readSessionExpires(request);
      if (asked === null) {
        run(null);
        return;
      }
      const isOurs = chooseRefresher(asked, knowsTimer(request)) === 'uas';
      run({ seconds: Math.max(asked.seconds, bearableSeconds), isOurs });
    },
    stop() {
      isStopped = true;
      clear();
    },
  };
}

/** What the answer to a request that refreshes the session says about the timer. */
export function answerTimer(request: TimerHeaders): TimerAnswer {
  const asked = readSessionExpires(request);
  if (asked === null) return { kind: 'agreed', headers: [] };
  const knows = knowsTimer(request);
  if (asked.seconds < bearableSeconds && knows)
    return { kind: 'too-brief', headers: [`Min-SE: ${leastSeconds}`] };
  const refresher = chooseRefresher(asked, knows);
  const expires = `Session-Expires: ${Math.max(asked.seconds, bearableSeconds)};refresher=${refresher}`;
  // RFC 4028 section 9: who is to refresh must know that it has to.
  return { kind: 'agreed', headers: knows ? [expires, 'Require: timer'] : [expires] };
}

/** The caller's wish counts; who does not know timers cannot refresh. */
function chooseRefresher(asked: Asked, knows: boolean): 'uac' | 'uas' {
  return knows ? (asked.refresher ?? 'uac') : 'uas';
}

function readSessionExpires(message: TimerHeaders): Asked | null {
  const { head, params } = splitParams(message.getHeader('Session-Expires') ?? message.getHeader('x') ?? '');
  const seconds = readSeconds(head);
  const refresher = params.get('refresher')?.toLowerCase();
  if (seconds === null) return null;
  return { seconds, refresher: refresher === 'uac' || refresher === 'uas' ? refresher : null };
}

function readSeconds(text: string): number | null {
  const digits = /^\s*(\d{1,9})\s*(?:;|$)/.exec(text)?.[1];
  const seconds = Number(digits ?? 0);
  return seconds === 0 ? null : Math.min(seconds, longestSeconds);
}

function knowsTimer(message: TimerHeaders): boolean {
  const headers = ['Supported', 'Require'].flatMap((name) => message.getHeaders(name));
  const tags = headers.flatMap((value) => value.toLowerCase().split(/[\s,]+/));
  return tags.includes('timer');
}
