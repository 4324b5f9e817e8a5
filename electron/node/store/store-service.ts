import type { Handlers } from '../../common/contract/server.ts';
import type { storeContract } from '../../common/contract/store-contract.ts';
import type { PhoneContext } from '../../common/customer/parse-phone.ts';
import { appError, type AppError } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { fail, ok, type Result } from '../../common/lib/result.ts';
import { findCall, listCalls, listContacts, saveCall } from './call-records.ts';
import { findByNumber, findCustomer, pickCustomer } from './customer-lookup.ts';
import { countCustomers } from './customer-rows.ts';
import { searchCustomers } from './customer-search.ts';
import { DbError, type Db } from './db.ts';
import { describeFailure, openDatabase, replaceDatabase } from './open-database.ts';
import { fillSample } from './sample/fill-sample.ts';

export interface StoreServiceOptions {
  readonly clock: Clock;
  /** Told when something goes wrong between commands or costs the operator data. */
  readonly onTrouble: (error: AppError) => void;
  /** From 0 inclusive to 1 exclusive; Math.random unless told otherwise. */
  readonly random?: () => number;
}

export interface StoreService {
  readonly handlers: Handlers<typeof storeContract>;
  close(): void;
}

interface OpenStore {
  readonly folder: string;
  readonly sample: boolean;
  readonly context: PhoneContext;
  db: Db;
}

const sampleSize = 5_000;
const sampleSeed = 20_261;

/** Answers the store contract from one database. A damaged file is replaced while the desk works on. */
export function createStoreService(options: StoreServiceOptions): StoreService {
  const { clock, onTrouble, random = Math.random } = options;
  let store: OpenStore | undefined;

  const close = (): void => {
    store?.db.close();
    store = undefined;
  };

  /** What hinders the sample does not hinder calls: it is told, and the store stays open. */
  const fill = (db: Db, sample: boolean): AppError | null => {
    try {
      if (sample && countCustomers(db) === 0) {
        fillSample(db, { count: sampleSize, seed: sampleSeed, asOf: clock.now() });
      }
      return null;
    } catch (error) {
      if (!(error instanceof DbError)) throw error;
      return describeFailure(error);
    }
  };

  /** Puts the damaged file aside and goes on with a fresh one. */
  const replace = (damaged: OpenStore): Db => {
    damaged.db.close();
    const { db, trouble } = replaceDatabase(damaged.folder, clock.now());
    damaged.db = db;
    const hindrance = fill(db, damaged.sample);
    for (const told of [trouble, hindrance]) if (told !== null) onTrouble(told);
    return db;
  };

  const attempt = <T>(work: (db: Db, context: PhoneContext) => T): Result<T> => {
    const open = store;
    if (open === undefined) return fail(appError('store.unavailable', { reason: 'not-open' }));
    try {
      return ok(work(open.db, open.context));
    } catch (error) {
      if (!(error instanceof DbError)) throw error;
      if (error.failure === 'corrupt' && open.db.file !== undefined) {
        return ok(work(replace(open), open.context));
      }
      const trouble = describeFailure(error);
      onTrouble(trouble);
      return fail(trouble);
    }
  };

  return {
    close,
    handlers: {
      'store/open': ({ folder, sample, country, dialPlan }) => {
        close();
        try {
          const { db, trouble } = openDatabase(folder, clock.now());
          const hindrance = fill(db, sample);
          store = { folder, sample, context: { country, dialPlan }, db };
          return ok({ customers: countCustomers(db), trouble: trouble ?? hindrance });
        } catch (error) {
          if (!(error instanceof DbError)) throw error;
          const trouble = describeFailure(error);
          onTrouble(trouble);
          return fail(trouble);
        }
      },
      'customers/by-number': ({ number }) => attempt((db, context) => findByNumber(db, number, context)),
      'customers/search': ({ text, limit }) =>
        attempt((db, context) => [...searchCustomers(db, text, limit, context)]),
      'customers/get': ({ id }) => attempt((db) => findCustomer(db, id)),
      'customers/random': ({ language }) => attempt((db) => pickCustomer(db, language, random)),
      'customers/contacts': ({ customerId, limit }) => attempt((db) => listContacts(db, customerId, limit)),
      'calls/save': (record) =>
        attempt((db) => {
          saveCall(db, record);
          return null;
        }),
      'calls/get': ({ id }) => attempt((db) => findCall(db, id)),
      'calls/recent': ({ limit }) => attempt((db) => listCalls(db, limit)),
      'store/close': () => {
        close();
        return ok(null);
      },
      'process/ping': () => ok(null),
    },
  };
}
