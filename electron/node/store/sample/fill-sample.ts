import { optimizeNames, saveCustomers } from '../customer-rows.ts';
import type { Db } from '../db.ts';
import { makeSampleCustomers, type SampleOptions } from './sample-customers.ts';

/** Adds `count` invented customers with all their indexes, made and saved as a stream. Returns how many were new. */
export function fillSample(db: Db, options: SampleOptions): number {
  const added = saveCustomers(db, makeSampleCustomers(options));
  optimizeNames(db);
  return added;
}
