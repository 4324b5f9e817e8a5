import type { ReactElement, ReactNode } from 'react';
import type { Customer, MatchLevel } from '../../../../electron/common/customer/customer-model.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import { flagText } from '../../model/labels.ts';
import { isLive } from '../../model/controls.ts';
import { Button } from '../../../ui/button.tsx';
import { Handset, Warning } from '../../../ui/icons.tsx';
import { NumberText } from '../../../ui/number-text.tsx';
import css from './customer.module.css';

/** One customer. How certain the match is stands in words on top: a likely match must not look like a sure one. */
export function CustomerCard({
  customer,
  level,
}: {
  readonly customer: Customer;
  readonly level: MatchLevel | null;
}): ReactElement {
  const { t, formats } = useWords();
  const { account, town, address, email, tariff, meterNumber, lastReading, balanceMinor, currency } =
    customer;
  return (
    <div>
      <h2 className={css.name}>
        <bdi>{customer.name}</bdi>
      </h2>
      {(level === 'national' || level === 'suffix') && (
        <p className={css.doubt}>
          <Warning /> {t(`customer.${level}`)}
        </p>
      )}
      {level === 'named' && <p className={css.quiet}>{t('customer.named')}</p>}
      {level === 'manual' && <p className={css.quiet}>{t('customer.chosen')}</p>}
      {customer.flags.length > 0 && (
        <ul className={css.flags}>
          {customer.flags.map((flag) => (
            <li key={flag} className={css.flag}>
              {flagText(flag, t)}
            </li>
          ))}
        </ul>
      )}
      <dl className={css.facts}>
        <Fact name={t('customer.account')} value={account !== '' && <NumberText>{account}</NumberText>} />
        <Fact name={t('customer.language')} value={formats.languageName(customer.language)} />
        <Fact name={t('customer.address')} value={[address, town].filter((part) => part !== '').join(', ')} />
        <Fact
          name={t('customer.balance')}
          value={
            <>
              <bdi className="figures">{formats.money(Math.abs(balanceMinor), currency)}</bdi>
              {balanceMinor !== 0 && ` ${t(balanceMinor < 0 ? 'customer.debt' : 'customer.credit')}`}
            </>
          }
        />
        <Fact name={t('customer.tariff')} value={tariff} />
        <Fact
          name={t('customer.meter')}
          value={meterNumber !== '' && <NumberText>{meterNumber}</NumberText>}
        />
        <Fact
          name={t('customer.reading')}
          value={
            lastReading !== null &&
            t('customer.readingOn', {
              value: formats.number(lastReading.value),
              date: formats.date(lastReading.date),
            })
          }
        />
        <Fact name={t('customer.email')} value={email !== '' && <bdi dir="ltr">{email}</bdi>} />
      </dl>
      <PhoneList customer={customer} />
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: ReactNode }): ReactElement | null {
  if (value === '' || value === false || value === null) return null;
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{typeof value === 'string' ? <bdi>{value}</bdi> : value}</dd>
    </div>
  );
}

/** Numbers to read back, and to call while no call is under way. */
function PhoneList({ customer }: { readonly customer: Customer }): ReactElement | null {
  const { state, link } = useDesk();
  const { t } = useWords();
  const call = useFocusCall();
  if (customer.phones.length === 0) return null;
  const canDial = state.registration.state === 'registered' && (call === null || !isLive(call));
  return (
    <ul className={css.phones} aria-label={t('customer.phones')}>
      {customer.phones.map((phone) => (
        <li key={phone.e164} className={css.phone}>
          <NumberText>{phone.raw === '' ? phone.e164 : phone.raw}</NumberText>
          <span className={css.quiet}>
            <bdi>{phone.label}</bdi>
          </span>
          {canDial && (
            <Button
              tone="quiet"
              icon={<Handset />}
              label={t('customer.call', { number: phone.e164 })}
              onPress={() => void link.run({ command: 'call/dial', input: { number: phone.e164 } })}
            >
              {t('dial.call')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
