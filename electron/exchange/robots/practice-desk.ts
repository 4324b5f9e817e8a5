import type { PracticeCustomer } from '../../common/contract/exchange-contract.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { OpenMedia } from '../media/call-media.ts';
import type { Voices } from '../media/voices.ts';
import { findHeader, listTokens, type SipHeader, type SipMessage } from '../sip/message.ts';
import { escapeUser, parseUri } from '../sip/uri.ts';
import { planAnswer } from './answer-plan.ts';
import { formatCaller } from './caller-headers.ts';
import { createEndpoint, type ServerTransaction } from './endpoint.ts';
import { contactPrefix, type Leg, type LegPorts, type TransferWish } from './leg-core.ts';
import type { LegState } from './leg-machine.ts';
import { dial, takeCall } from './leg.ts';
import { createParty, type Party } from './party.ts';
import { readReplaces } from './transfer.ts';

export interface PracticeDeskPorts {
  readonly clock: Clock;
  readonly voices: Voices;
  readonly openMedia: OpenMedia;
  readonly domain: string;
  /** The operator the customers dial. */
  readonly operator: string;
  newToken(): string;
  send(message: SipMessage): void;
  onChanged(call: PracticeCallChange): void;
  readonly timing?: Partial<PracticeTiming>;
}

/** All in milliseconds. */
export interface PracticeTiming {
  /** Customers hang up after so long a talk. */
  readonly talkLimitMs: number;
  /** Customers let it ring so long. */
  readonly ringLimitMs: number;
}

const defaultTiming: PracticeTiming = { talkLimitMs: 240_000, ringLimitMs: 45_000 };

export interface PracticeCallChange {
  readonly callId: string;
  readonly state: 'calling' | 'ringing' | 'talking' | 'ended';
  readonly status: number | null;
}

export interface PracticeCall extends PracticeCallChange {
  readonly number: string;
  readonly packetsHeard: number;
  readonly packetsSpoken: number;
  readonly levelHeard: number;
}

/** All simulated parties: customers who call, and whoever answers the numbers that can be dialled. */
export interface PracticeDesk {
  /** Resolves with the Call-ID when the INVITE has been sent; undefined when no offer could be made. */
  call(customer: PracticeCustomer): Promise<string | undefined>;
  /** False when there is no such call or it has ended. */
  hangUp(callId: string): boolean;
  /** The last ended calls and then the running ones. */
  listCalls(): readonly PracticeCall[];
  /** Would this number be answered here? */
  isNumber(number: string): boolean;
  receive(message: SipMessage): void;
  close(): void;
}

interface Entry {
  readonly number: string;
  readonly customer: PracticeCustomer;
  readonly party: Party;
  leg: Leg | undefined;
}

const keptEndedCalls = 50;
/** Customers remembered by number, so that a call back reaches the same person. */
const keptCustomers = 500;

export function createPracticeDesk(ports: PracticeDeskPorts): PracticeDesk {
  const { clock, domain } = ports;
  const timing = { ...defaultTiming, ...ports.timing };
  const entries = new Set<Entry>();
  const endedCalls: PracticeCall[] = [];
  const customers = new Map<string, PracticeCustomer>();
  const endpoint = createEndpoint({
    clock,
    newToken: ports.newToken,
    send: ports.send,
    onInvite: (invite) => takeInvite(invite),
  });

  const describe = (leg: Leg, state: LegState): PracticeCallChange => ({
    callId: leg.callId,
    state: state.phase === 'cancelling' ? 'ringing' : state.phase,
    status: state.status,
  });

  const describeWhole = (entry: Entry, leg: Leg): PracticeCall => ({
    ...describe(leg, leg.readState()),
    number: entry.number,
    ...entry.party.media.readStats(),
  });

  /** Keeps the figures and lets go of the media: a day of practice is hundreds of calls. */
  const retire = (entry: Entry): void => {
    if (entry.leg === undefined || !entries.delete(entry)) return;
    endedCalls.push(describeWhole(entry, entry.leg));
    if (endedCalls.length > keptEndedCalls) endedCalls.shift();
  };

  const openEntry = (customer: PracticeCustomer, voice: 'customer' | 'echo', limitMs: number): Entry => {
    const entry: Entry = {
      number: customer.number,
      customer,
      party: createParty({
        clock,
        voices: ports.voices,
        openMedia: ports.openMedia,
        customer,
        voice,
        limitMs,
        onLeave: () => entry.leg?.hangUp(),
      }),
      leg: undefined,
    };
    return entry;
  };

  const portsFor = (entry: Entry, onState?: (state: LegState) => void): LegPorts => ({
    clock,
    endpoint,
    domain,
    newToken: ports.newToken,
    onChanged(state) {
      // Outside, a call that is being given up still rings.
      if (entry.leg !== undefined && state.phase !== 'cancelling')
        ports.onChanged(describe(entry.leg, state));
      onState?.(state);
      if (state.phase === 'ended') retire(entry);
    },
    onTransfer: (wish) => transfer(entry.customer, wish),
  });

  const place = async (
    customer: PracticeCustomer,
    target: string,
    extra: readonly SipHeader[],
    onState?: (state: LegState) => void,
  ): Promise<Entry | undefined> => {
    const entry = openEntry(customer, 'customer', timing.talkLimitMs);
    const { from, headers } = formatCaller(customer, domain);
    entry.leg = await dial(portsFor(entry, onState), entry.party, {
      target,
      from,
      headers: [...headers, ...extra],
      giveUpMs: timing.ringLimitMs,
      limitMs: timing.talkLimitMs,
    });
    if (entry.leg === undefined) return undefined;
    entries.add(entry);
    ports.onChanged(describe(entry.leg, entry.leg.readState()));
    return entry;
  };

  const transfer = (customer: PracticeCustomer, wish: TransferWish): (() => void) => {
    const extra: SipHeader[] = [];
    if (wish.referredBy !== undefined) extra.push({ name: 'Referred-By', value: wish.referredBy });
    if (wish.replaces !== undefined) {
      extra.push({ name: 'Replaces', value: wish.replaces }, { name: 'Require', value: 'replaces' });
    }
    const report = ({ phase, status }: LegState): void => {
      if (phase === 'ringing') wish.report(180);
      else if (phase === 'talking') wish.report(200);
      else if (phase === 'ended') wish.report(status ?? 500);
    };
    let placed: Entry | undefined;
    let isGivenUp = false;
    void place(customer, wish.target, extra, report).then((entry) => {
      placed = entry;
      if (entry === undefined) wish.report(500);
      else if (isGivenUp) entry.leg?.hangUp();
    });
    return () => {
      isGivenUp = true;
      placed?.leg?.hangUp();
    };
  };

  const takeInvite = (invite: ServerTransaction): void => {
    const unsupported = listTokens(invite.request, 'Require').filter((tag) => tag !== 'replaces');
    if (unsupported.length > 0) {
      const headers = [{ name: 'Unsupported', value: unsupported.join(', ') }];
      return invite.respond(420, { headers });
    }
    const replaces = findHeader(invite.request, 'Replaces');
    if (replaces !== undefined) return takeReplacement(invite, replaces);
    const number = parseUri(invite.request.uri)?.user ?? '';
    const plan = planAnswer(number, [...customers.values()]);
    if (plan === undefined) return invite.respond(404);
    if (plan.type === 'refuse') return refuseLater(invite, plan.ringMs, plan.status);
    const limitMs = plan.endAfterMs ?? timing.talkLimitMs;
    const entry = openEntry(plan.customer, plan.voice, limitMs);
    answer(entry, invite, plan.ringMs, limitMs, (state) => {
      const leg = entry.leg;
      if (state.phase === 'talking' && plan.endAfterMs !== undefined)
        clock.after(plan.endAfterMs, () => leg?.hangUp());
    });
  };

  const answer = (
    entry: Entry,
    invite: ServerTransaction,
    ringMs: number,
    limitMs: number,
    onState?: (state: LegState) => void,
  ): void => {
    entries.add(entry);
    entry.leg = takeCall(portsFor(entry, onState), entry.party, invite, { ringMs, limitMs });
    ports.onChanged(describe(entry.leg, entry.leg.readState()));
  };

  /** The new call takes the place of the old one: answered without ringing, and the old one ends (RFC 3891). */
  const takeReplacement = (invite: ServerTransaction, replaces: string): void => {
    const wanted = readReplaces(replaces);
    const old =
      wanted === undefined
        ? undefined
        : [...entries].find(({ leg }) => leg?.isDialog(wanted.callId, wanted.toTag, wanted.fromTag));
    if (old?.leg?.readState().phase !== 'talking') return invite.respond(481);
    const oldLeg = old.leg;
    const entry = openEntry(old.customer, 'customer', timing.talkLimitMs);
    answer(entry, invite, 0, timing.talkLimitMs, (state) => {
      if (state.phase === 'talking') oldLeg.hangUp();
    });
  };

  const refuseLater = (invite: ServerTransaction, ringMs: number, status: number): void => {
    if (ringMs === 0) return invite.respond(status);
    const toTag = ports.newToken();
    invite.respond(180, { toTag });
    invite.onCancel = clock.after(ringMs, () => invite.respond(status, { toTag }));
  };

  return {
    async call(customer) {
      customers.delete(customer.number);
      customers.set(customer.number, customer);
      const [oldest] = customers.keys();
      if (customers.size > keptCustomers && oldest !== undefined) customers.delete(oldest);
      const target = `sip:${escapeUser(ports.operator)}@${domain}`;
      return (await place(customer, target, []))?.leg?.callId;
    },
    hangUp(callId) {
      const leg = [...entries].find((entry) => entry.leg?.callId === callId)?.leg;
      if (leg === undefined || leg.readState().phase === 'ended') return false;
      leg.hangUp();
      return true;
    },
    listCalls: () => [
      ...endedCalls,
      ...[...entries].flatMap((entry) => (entry.leg === undefined ? [] : [describeWhole(entry, entry.leg)])),
    ],
    isNumber: (number) => number.startsWith(contactPrefix) || planAnswer(number, []) !== undefined,
    receive: (message) => endpoint.receive(message),
    close() {
      for (const { leg, party } of [...entries]) {
        leg?.hangUp();
        party.close();
      }
      endpoint.dispose();
      entries.clear();
    },
  };
}
