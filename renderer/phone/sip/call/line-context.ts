import type { UserAgent } from 'sip.js';
import type { SipAccount } from '../../../../electron/common/contract/phone-contract.ts';
import type { Clock } from '../../../../electron/common/lib/clock.ts';
import type { MediaEngine } from '../../media/media-port.ts';
import type { PublishPhoneEvent } from '../../phone-events.ts';
import type { Goodbyes } from './goodbyes.ts';
import type { ReportDefect } from '../lib/guard.ts';
import type { LateNotices } from '../transfer/late-notices.ts';
import type { Referrals } from '../transfer/referrals.ts';
import type { SipTransport } from '../connection/sip-transport.ts';

/** What the calls of one account share. */
export interface LineContext {
  readonly account: SipAccount;
  readonly userAgent: UserAgent;
  readonly transport: SipTransport;
  readonly goodbyes: Goodbyes;
  readonly media: MediaEngine;
  readonly clock: Clock;
  readonly random: () => number;
  /** Milliseconds since the epoch, as precise as the platform allows. */
  readonly readTime: () => number;
  readonly publish: PublishPhoneEvent;
  readonly reportDefect: ReportDefect;
  readonly referrals: Referrals;
  readonly lateNotices: LateNotices;
  /** A call rings, talks, rests or has ended: tones, keep-alive and microphone depend on it. */
  onCallChanged(): void;
}
