import type { Customer } from '../customer/customer-model.ts';
import type { MergeContext } from './merge-context.ts';

/** The `customer.*` merge fields and the currency of a customer's card; empty values stay blank. */
export function mergeCustomer(customer: Customer): Pick<MergeContext, 'customer' | 'currency'> {
  const byName = [customer.firstName, customer.patronymic].filter((part) => part !== '').join(' ');
  return {
    currency: customer.currency,
    customer: {
      name: customer.name,
      first_name: customer.firstName,
      last_name: customer.lastName,
      patronymic: customer.patronymic,
      salutation: customer.patronymic === '' ? customer.name : byName,
      account: customer.account,
      address: customer.address,
      town: customer.town,
      phone: customer.phones[0]?.e164 ?? '',
      email: customer.email,
      language: customer.language,
      balance: customer.balanceMinor / minorUnits(customer.currency),
    },
  };
}

function minorUnits(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
  } catch {
    return 100;
  }
}
