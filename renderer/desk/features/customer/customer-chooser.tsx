import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import css from './customer.module.css';

const listed = 9;

/** Several customers have the number: all are shown, none is taken silently. Keys 1–9 choose. */
export function CustomerChooser({ call }: { readonly call: CallView }): ReactElement {
  const { link, show } = useDesk();
  const { t, keys } = useWords();
  const { candidates, more } = call.customer;
  return (
    <div data-zone="chooser" role="group" aria-labelledby="chooser-title">
      <h2 className={css.name} id="chooser-title">
        {t('customer.several')}
      </h2>
      <p className={css.quiet}>{t('customer.severalHelp')}</p>
      <ol className={css.candidates}>
        {candidates.slice(0, listed).map((customer, index) => (
          <li key={customer.id}>
            <Button
              shape="wide"
              keys={keys('choose', String(index + 1))}
              onPress={() => {
                void link.run({
                  command: 'customer/choose',
                  input: { callId: call.id, customerId: customer.id },
                });
              }}
            >
              <strong>
                <bdi>{customer.name}</bdi>
              </strong>
              <br />
              <bdi>{[customer.town, customer.address].filter((part) => part !== '').join(', ')}</bdi>
              {customer.account !== '' && (
                <>
                  {' · '}
                  <NumberText>{customer.account}</NumberText>
                </>
              )}
            </Button>
          </li>
        ))}
      </ol>
      {(more || candidates.length > listed) && <p className={css.quiet}>{t('customer.more')}</p>}
      <Button tone="quiet" onPress={() => show({ type: 'pass-chooser', callId: call.id })}>
        {t('customer.noneOfThese')}
      </Button>
    </div>
  );
}
