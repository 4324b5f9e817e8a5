import { isSameUri } from '../sip/uri.ts';

/** One place where a user can be reached: a contact on one WebSocket (RFC 5626: the flow, not the address, counts). */
export interface Binding {
  readonly contact: string;
  /** `+sip.instance` and `reg-id`; with both the binding is recognised even under another contact URI. */
  readonly instance: string | undefined;
  readonly regId: string | undefined;
  readonly flow: string;
  readonly callId: string;
  readonly cseq: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Bindings by user. Users are those of the exchange; a user without bindings is not in the map. */
export type Registrations = ReadonlyMap<string, readonly Binding[]>;

export interface RegistrarPolicy {
  /** Seconds. */
  readonly minimumExpires: number;
  readonly defaultExpires: number;
  readonly maximumExpires: number;
  readonly maximumContacts: number;
}

export interface RequestedContact {
  readonly uri: string;
  readonly instance: string | undefined;
  readonly regId: string | undefined;
  /** Seconds, from the contact; undefined when only the Expires header speaks. */
  readonly expires: number | undefined;
}

export interface Registration {
  readonly user: string;
  readonly flow: string;
  readonly callId: string;
  readonly cseq: number;
  /** `*` removes everything and is allowed only with Expires 0 (RFC 3261 section 10.2.2). */
  readonly contacts: readonly RequestedContact[] | '*';
  /** Seconds, from the Expires header. */
  readonly expires: number | undefined;
}

export type RegistrarEvent =
  | { readonly type: 'register'; readonly registration: Registration; readonly now: number }
  | { readonly type: 'flow-closed'; readonly flow: string }
  | { readonly type: 'time-passed'; readonly now: number };

export type RegistrarAnswer =
  | { readonly status: 200; readonly bindings: readonly Binding[] }
  | { readonly status: 423; readonly minimumExpires: number }
  | { readonly status: 400 | 403 | 500 };

export interface RegistrarStep {
  readonly state: Registrations;
  readonly answer?: RegistrarAnswer;
}

/**
 * RFC 3261 section 10.3, steps 6 to 8. All contacts of one REGISTER are taken or none.
 *
 *     register ──► 200 with every binding of the user │ 423 │ 400 │ 403 │ 500
 *     flow-closed, time-passed ──► fewer bindings
 */
export function stepRegistrar(
  state: Registrations,
  event: RegistrarEvent,
  policy: RegistrarPolicy,
): RegistrarStep {
  switch (event.type) {
    case 'flow-closed':
      return { state: keepBindings(state, ({ flow }) => flow !== event.flow) };
    case 'time-passed':
      return { state: keepBindings(state, ({ expiresAt }) => expiresAt > event.now) };
    case 'register':
      return register(
        keepBindings(state, ({ expiresAt }) => expiresAt > event.now),
        event.registration,
        event.now,
        policy,
      );
  }
}

function register(
  state: Registrations,
  registration: Registration,
  now: number,
  policy: RegistrarPolicy,
): RegistrarStep {
  const { user, contacts } = registration;
  const current = state.get(user) ?? [];
  const isOutOfOrder = (binding: Binding): boolean =>
    binding.callId === registration.callId && binding.cseq >= registration.cseq;

  if (contacts === '*') {
    if (registration.expires !== 0) return { state, answer: { status: 400 } };
    if (current.some(isOutOfOrder)) return { state, answer: { status: 500 } };
    return { state: putBindings(state, user, []), answer: { status: 200, bindings: [] } };
  }

  let bindings = current;
  for (const contact of contacts) {
    const wanted = contact.expires ?? registration.expires ?? policy.defaultExpires;
    if (wanted > 0 && wanted < policy.minimumExpires) {
      return { state, answer: { status: 423, minimumExpires: policy.minimumExpires } };
    }
    const known = bindings.find((binding) => isSameContact(binding, contact));
    if (known !== undefined && isOutOfOrder(known)) return { state, answer: { status: 500 } };
    const others = bindings.filter((binding) => binding !== known);
    bindings =
      wanted === 0
        ? others
        : [...others, bind(registration, contact, now, Math.min(wanted, policy.maximumExpires))];
  }
  if (bindings.length > policy.maximumContacts) return { state, answer: { status: 403 } };
  return { state: putBindings(state, user, bindings), answer: { status: 200, bindings } };
}

function bind(registration: Registration, contact: RequestedContact, now: number, seconds: number): Binding {
  return {
    contact: contact.uri,
    instance: contact.instance,
    regId: contact.regId,
    flow: registration.flow,
    callId: registration.callId,
    cseq: registration.cseq,
    expiresAt: now + seconds * 1000,
  };
}

function isSameContact(binding: Binding, contact: RequestedContact): boolean {
  if (binding.instance !== undefined && binding.regId !== undefined && contact.regId !== undefined) {
    return binding.instance === contact.instance && binding.regId === contact.regId;
  }
  return isSameUri(binding.contact, contact.uri);
}

function putBindings(state: Registrations, user: string, bindings: readonly Binding[]): Registrations {
  const next = new Map(state);
  if (bindings.length === 0) next.delete(user);
  else next.set(user, bindings);
  return next;
}

function keepBindings(state: Registrations, isKept: (binding: Binding) => boolean): Registrations {
  if ([...state.values()].every((bindings) => bindings.every(isKept))) return state;
  const next = new Map<string, readonly Binding[]>();
  for (const [user, bindings] of state) {
    const kept = bindings.filter(isKept);
    if (kept.length > 0) next.set(user, kept);
  }
  return next;
}
