import type { ReactElement } from 'react';
import type { Customer } from '../../../../electron/common/customer/customer-model.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import type { Words } from '../../model/words.ts';
import { focusPort, focusTargets } from '../../keyboard/focus-port.ts';
import { isLive } from '../../model/controls.ts';
import { NumberText } from '../../../ui/number-text.tsx';
import { SearchList } from '../../../ui/search-list.tsx';
import css from './customer.module.css';
import { useCustomerSearch, type CustomerSearchState } from './use-customer-search.ts';

/** Finds a customer by name, number or account. In a call Enter takes the customer for it, otherwise it shows the card. */
export function CustomerSearch(): ReactElement {
  const { link, show } = useDesk();
  const words = useWords();
  const { t, keys } = words;
  const call = useFocusCall();
  const search = useCustomerSearch();

  const choose = (customer: Customer): void => {
    search.setText('');
    if (call === null || (!isLive(call) && call.customer.status === 'known')) {
      show({ type: 'look-at', customer });
      return;
    }
    focusPort.toNote();
    void link.run({
      command: 'customer/choose',
      input: { callId: call.id, customerId: customer.id },
    });
  };

  return (
    <div className={css.search} data-zone="search">
      <SearchList
        label={t('customer.search')}
        placeholder={t('customer.searchHelp')}
        keys={keys('search')}
        text={search.text}
        onTextChange={search.setText}
        items={search.found}
        idOf={(customer) => customer.id}
        nameOf={(customer) => customer.name}
        renderItem={(customer) => (
          <>
            <strong>
              <bdi>{customer.name}</bdi>
            </strong>
            <br />
            <span className={css.quiet}>
              <bdi>{customer.town}</bdi> · <NumberText>{customer.account}</NumberText>
            </span>
          </>
        )}
        onChoose={choose}
        status={statusOf(search, words)}
        listLabel={t('customer.search')}
        inputId={focusTargets.search}
      />
    </div>
  );
}

function statusOf({ status, found }: CustomerSearchState, { t }: Words): string {
  switch (status) {
    case 'idle':
      return '';
    case 'searching':
      return t('customer.searching');
    case 'failed':
      return t('customer.unavailable');
    case 'done':
      return found.length === 0 ? t('customer.nothing') : t('customer.found', { count: found.length });
  }
}
