import { findCall, isLive } from '../../common/call/call-selectors.ts';
import type { Call } from '../../common/call/call-state.ts';
import type { Client } from '../../common/contract/client.ts';
import type { CustomerPane } from '../../common/contract/desk-state.ts';
import type { storeContract } from '../../common/contract/store-contract.ts';
import type { Customer } from '../../common/customer/customer-model.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import type { CallDesk } from '../call/call-desk.ts';

/** Who calls: one card a call, looked up while it rings. */
export interface CustomerDesk {
  pane(callId: string): CustomerPane;
  /** The answer of the store to some call is still awaited. */
  isLookingUp(): boolean;
  choose(callId: string, customerId: string): Promise<Result<null>>;
  search(text: string): Promise<Result<Customer[]>>;
  lookup(number: string): Promise<Result<Customer[]>>;
  /** The store is back: cards that could not be filled are asked for again. */
  retry(): void;
}

export type StoreClient = () => Client<typeof storeContract> | undefined;

const empty: CustomerPane = {
  status: 'waiting',
  level: null,
  customer: null,
  candidates: [],
  more: false,
  contacts: [],
};

const contactsShown = 5;

export function createCustomerDesk(
  calls: CallDesk,
  store: StoreClient,
  /** Id or account that came with the call; '' where none did. */
  nameInData: (call: Call) => string,
  onChange: (callId: string, cause: string) => void,
): CustomerDesk {
  const panes = new Map<string, CustomerPane>();

  const set = (callId: string, pane: CustomerPane, cause: string): void => {
    panes.set(callId, pane);
    onChange(callId, cause);
  };

  const find = async (callId: string, number: string): Promise<void> => {
    const answer = await store()?.request('customers/by-number', { number }, { timeoutMs: 1_500 });
    // Meanwhile the operator may have chosen by hand, or the call may have left the desk.
    if (findCall(calls.state(), callId) === undefined || panes.get(callId)?.level === 'manual') return;
    if (answer?.ok !== true) {
      set(callId, { ...empty, status: 'unavailable' }, 'customer unavailable');
      return;
    }
    const { level, customers, more } = answer.value;
    const only = customers.length === 1 && !more ? customers[0] : undefined;
    if (only !== undefined) {
      show(callId, only, level, 'customer found');
      return;
    }
    set(
      callId,
      {
        ...empty,
        status: customers.length === 0 ? 'unknown' : 'several',
        level,
        candidates: customers,
        more,
      },
      'customer looked up',
    );
  };

  const show = (callId: string, customer: Customer, level: CustomerPane['level'], cause: string): void => {
    const known = panes.get(callId) ?? empty;
    set(callId, { ...known, status: 'known', level, customer }, cause);
    void store()
      ?.request('customers/contacts', { customerId: customer.id, limit: contactsShown })
      .then((contacts) => {
        const pane = panes.get(callId);
        if (!contacts.ok || pane?.customer?.id !== customer.id) return;
        const earlier = contacts.value.filter((contact) => contact.callId !== callId);
        if (earlier.length > 0 || pane.contacts.length > 0) {
          set(callId, { ...pane, contacts: earlier }, 'contacts');
        }
      });
  };

  const begin = (callId: string): void => {
    const call = findCall(calls.state(), callId);
    if (call === undefined) return;
    const named = nameInData(call);
    if (named === '') {
      beginByNumber(call);
      return;
    }
    panes.set(callId, empty);
    void findNamed(named).then((customer) => {
      // Meanwhile the operator may have chosen by hand, or the call may have left the desk.
      if (findCall(calls.state(), callId) === undefined || panes.get(callId)?.customer != null) return;
      if (customer === undefined) beginByNumber(call);
      else show(callId, customer, 'named', 'customer named by the exchange');
    });
  };

  const beginByNumber = (call: Call): void => {
    if (call.remote.withheld) return set(call.id, { ...empty, status: 'withheld' }, 'number withheld');
    panes.set(call.id, empty);
    void find(call.id, call.remote.number);
  };

  /** By id, else by account number; an account that several customers share names none of them. */
  const findNamed = async (named: string): Promise<Customer | undefined> => {
    const client = store();
    const byId = await client?.request('customers/get', { id: named }, { timeoutMs: 1_500 });
    if (byId?.ok === true && byId.value !== null) return byId.value;
    const text = named.slice(0, 200);
    const found = await client?.request('customers/search', { text, limit: 20 }, { timeoutMs: 1_500 });
    const exact = found?.ok === true ? found.value.filter(({ account }) => account === named) : [];
    return exact.length === 1 ? exact[0] : undefined;
  };

  calls.onChange((now, before) => {
    for (const call of now.calls) {
      const known = findCall(before, call.id);
      // A new number for the same call (an identity that came late) is looked up unless a customer is chosen already.
      if (known === undefined) begin(call.id);
      else if (known.remote.number !== call.remote.number && panes.get(call.id)?.customer == null)
        begin(call.id);
    }
    for (const id of [...panes.keys()]) if (findCall(now, id) === undefined) panes.delete(id);
  });

  return {
    pane: (callId) => panes.get(callId) ?? empty,
    isLookingUp: () => [...panes.values()].some(({ status }) => status === 'waiting'),
    async choose(callId, customerId) {
      const call = findCall(calls.state(), callId);
      if (call === undefined) return fail(appError('call.not-found'));
      const found = await store()?.request('customers/get', { id: customerId });
      if (found === undefined) return fail(appError('store.unavailable'));
      if (!found.ok) return found;
      if (found.value === null) return fail(appError('store.unavailable', { reason: 'no such customer' }));
      show(callId, found.value, 'manual', 'customer chosen');
      return ok(null);
    },
    async search(text) {
      const client = store();
      if (client === undefined) return fail(appError('store.unavailable'));
      return client.request('customers/search', { text, limit: 20 });
    },
    async lookup(number) {
      const found = await store()?.request('customers/by-number', { number });
      if (found === undefined) return fail(appError('store.unavailable'));
      return found.ok ? ok(found.value.customers) : found;
    },
    retry() {
      for (const [id, pane] of panes) {
        const call = findCall(calls.state(), id);
        if (pane.status === 'unavailable' && call !== undefined && isLive(call)) begin(id);
      }
    },
  };
}

/** The one language of the caller, or of all who may be calling; undefined where they differ. */
export function onlyLanguage({ customer, candidates }: CustomerPane): string | undefined {
  const languages = new Set((customer === null ? candidates : [customer]).map(({ language }) => language));
  const [only] = languages;
  return languages.size === 1 ? only : undefined;
}
