import type { ReactElement } from 'react';
import type { Contact } from '../../../../electron/common/customer/customer-model.ts';
import { useNow, useWords } from '../../desk-context.ts';
import { outcomeText } from '../../model/labels.ts';
import { ArrowBack, ArrowOut } from '../../../ui/icons.tsx';
import columnCss from '../../column.module.css';
import css from './customer.module.css';

const listed = 5;

export function ContactList({ contacts }: { readonly contacts: readonly Contact[] }): ReactElement {
  const now = useNow();
  const { t, formats } = useWords();
  return (
    <div>
      <h3 className={columnCss.heading}>{t('customer.contacts')}</h3>
      {contacts.length === 0 && <p className={css.quiet}>{t('customer.noContacts')}</p>}
      <ul className={css.contacts}>
        {contacts.slice(0, listed).map((contact) => (
          <li key={contact.callId} className={css.contact}>
            <span className={css.contactHead}>
              {contact.direction === 'incoming' ? <ArrowBack /> : <ArrowOut />}
              {t(contact.direction === 'incoming' ? 'call.incoming' : 'call.outgoing')}
              <time dateTime={new Date(contact.at).toISOString()}>
                {formats.day(contact.at, now)} {formats.clock(contact.at)}
              </time>
            </span>
            <span>
              {contact.answered
                ? contact.outcome !== null && outcomeText(contact.outcome, t)
                : t('customer.missed')}
            </span>
            {contact.note !== '' && (
              <span className={css.contactNote}>
                <bdi>{contact.note}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
