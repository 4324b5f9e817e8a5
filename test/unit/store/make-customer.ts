import type { CallRecord } from '../../../electron/common/call/call-record.ts';
import type { Customer } from '../../../electron/common/customer/customer-model.ts';

/** A customer of whom only what a test is about differs from the ordinary. */
export function makeCustomer(changes: Partial<Customer> & Pick<Customer, 'id'>): Customer {
  return {
    account: `21${changes.id}`,
    name: 'Коваль Ірина Павлівна',
    firstName: 'Ірина',
    lastName: 'Коваль',
    patronymic: 'Павлівна',
    language: 'uk',
    address: 'вул. Садова, 1',
    town: 'Львів',
    email: '',
    tariff: 'Побутовий',
    meterNumber: '12345678',
    lastReading: { value: 4_321, date: '2026-10-30' },
    balanceMinor: -12_345,
    currency: 'UAH',
    flags: [],
    phones: [],
    ...changes,
  };
}

export function withPhones(id: string, ...numbers: string[]): Customer {
  return makeCustomer({ id, phones: numbers.map((e164) => ({ e164, raw: e164, label: 'mobile' })) });
}

export function makeCall(changes: Partial<CallRecord> & Pick<CallRecord, 'id'>): CallRecord {
  return {
    direction: 'incoming',
    remoteRaw: '0501112233',
    remoteE164: '+380501112233',
    remoteName: null,
    withheld: false,
    startedAt: 1_000,
    answeredAt: null,
    endedAt: null,
    heldMs: 0,
    holdCount: 0,
    endedBy: null,
    endReason: null,
    sipStatus: null,
    end: null,
    quality: null,
    conference: false,
    transfer: null,
    customerId: null,
    matchLevel: null,
    note: '',
    outcome: null,
    outcomeAt: null,
    script: null,
    ...changes,
  };
}
