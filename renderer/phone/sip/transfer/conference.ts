import { appError } from '../../../../electron/common/lib/app-error.ts';
import { fail, ok, type Result } from '../../../../electron/common/lib/result.ts';
import type { CallMedia, MediaEngine } from '../../media/media-port.ts';
import type { PublishPhoneEvent } from '../../phone-events.ts';

/** A call, as far as a conference goes. */
export interface ConferenceCall {
  readonly phase: 'ringing' | 'answering' | 'established' | 'ended';
  readonly media: CallMedia;
  hold(): Promise<Result<null>>;
  resume(): Promise<Result<null>>;
}

export interface Conference {
  /** Mixes these calls with the operator, and resumes those on hold. */
  join(ids: readonly string[]): Promise<Result<null>>;
  /** Nobody hears another any more, and `held` waits. */
  split(held: string): Promise<Result<null>>;
  /** A call has ended, or another has taken its place. */
  follow(): void;
}

export function createConference(parts: {
  readonly calls: ReadonlyMap<string, ConferenceCall>;
  readonly media: Pick<MediaEngine, 'mix'>;
  readonly publish: PublishPhoneEvent;
  /** Milliseconds since the epoch. */
  readonly readTime: () => number;
}): Conference {
  let ids: readonly string[] = [];

  const parties = (): readonly ConferenceCall[] =>
    ids.flatMap((id) => {
      const call = parts.calls.get(id);
      return call === undefined || call.phase === 'ended' ? [] : [call];
    });

  const change = (next: readonly string[]): void => {
    const isNews = next.join() !== ids.join();
    ids = next;
    parts.media.mix(parties().map(({ media }) => media));
    if (isNews) parts.publish('line/conference-changed', { ids: [...ids], at: parts.readTime() });
  };

  const isTalking = (id: string): boolean => parts.calls.get(id)?.phase === 'established';

  return {
    async join(wanted) {
      if (ids.length > 0 || new Set(wanted).size !== 2 || !wanted.every(isTalking))
        return fail(appError('call.not-possible'));
      change(wanted);
      const results = await Promise.all(parties().map((call) => call.resume()));
      const failed = results.find((result) => !result.ok);
      if (failed === undefined) return ok(null);
      change([]);
      return failed;
    },
    async split(held) {
      if (!ids.includes(held)) return fail(appError('call.not-possible'));
      const before = ids;
      // What is said from now on is for one of them alone.
      parts.media.mix([]);
      const result = (await parts.calls.get(held)?.hold()) ?? fail(appError('call.not-found'));
      if (ids !== before) return result;
      change(result.ok ? [] : before);
      return result;
    },
    follow() {
      if (ids.length > 0) change(parties().length === ids.length ? ids : []);
    },
  };
}
