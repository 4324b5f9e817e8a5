import type { ReactElement } from 'react';
import type { CallView } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useFocusCall, useWords } from '../../desk-context.ts';
import { candidatesOf } from '../../keyboard/read-context.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { NumberText } from '../../../ui/number-text.tsx';
import columnCss from '../../column.module.css';
import { DialPanel } from '../dialler/dial-panel.tsx';
import { TakeBackPanel } from '../take-back/take-back-panel.tsx';
import { QualityPanel } from '../quality/quality-panel.tsx';
import { TransferPanel } from '../transfer/transfer-panel.tsx';
import { ContactList } from './contact-list.tsx';
import { CustomerCard } from './customer-card.tsx';
import { CustomerChooser } from './customer-chooser.tsx';
import { CustomerSearch } from './customer-search.tsx';
import { ForwardedFrom } from './forwarded-from.tsx';
import css from './customer.module.css';

/** Who is calling. The panels for dialling and transfer stand here, so that they never cover script or note. */
export function CustomerColumn(): ReactElement {
  const { view, show } = useDesk();
  const { t } = useWords();
  const call = useFocusCall();
  return (
    <section
      className={classNames(columnCss.column, css.customer)}
      aria-label={t('region.customer')}
      data-call={call?.id}
      data-status={call?.customer.status}
    >
      {view.panel === 'dial' && <DialPanel />}
      {view.panel === 'transfer' && <TransferPanel />}
      {view.panel === 'quality' && <QualityPanel />}
      {view.panel === 'take-back' && <TakeBackPanel />}
      {view.looked !== null ? (
        <>
          <div className={css.lookedHead}>
            <Button tone="quiet" keys="Esc" onPress={() => show({ type: 'look-at', customer: null })}>
              {t('customer.close')}
            </Button>
          </div>
          <CustomerCard customer={view.looked} level={null} />
        </>
      ) : call === null ? (
        <p className={columnCss.quiet}>{t('customer.noCall')}</p>
      ) : (
        <CustomerPaneView call={call} />
      )}
      <CustomerSearch />
    </section>
  );
}

function CustomerPaneView({ call }: { readonly call: CallView }): ReactElement {
  const { state, view } = useDesk();
  const { t } = useWords();
  const pane = call.customer;
  switch (pane.status) {
    case 'waiting':
      return <p className={columnCss.quiet}>{t('customer.waiting')}</p>;
    case 'known':
      return pane.customer === null ? (
        <Hint title={t('customer.unknown')} text={t('customer.unknownHelp')} />
      ) : (
        <>
          <ForwardedFrom call={call} />
          <CustomerCard customer={pane.customer} level={pane.level} />
          <CallData call={call} />
          <ContactList contacts={pane.contacts} />
        </>
      );
    case 'several':
      return candidatesOf(state, view).length > 0 ? (
        <CustomerChooser call={call} />
      ) : (
        <Hint title={t('customer.unknown')} text={t('customer.withheldHelp')} number={call.display} />
      );
    case 'unknown':
      return (
        <>
          <ForwardedFrom call={call} />
          <Hint title={t('customer.unknown')} text={t('customer.unknownHelp')} number={call.display} />
          <CallData call={call} />
        </>
      );
    case 'withheld':
      return (
        <>
          <ForwardedFrom call={call} />
          <Hint title={t('customer.withheld')} text={t('customer.withheldHelp')} />
          <CallData call={call} />
        </>
      );
    case 'unavailable':
      return (
        <Hint title={t('customer.unavailable')} text={t('customer.unavailableHelp')} number={call.display} />
      );
  }
}

function Hint({
  title,
  text,
  number = '',
}: {
  readonly title: string;
  readonly text: string;
  readonly number?: string;
}): ReactElement {
  return (
    <div className={css.hint}>
      <h2 className={css.name}>{title}</h2>
      {number !== '' && (
        <p className={css.bigNumber}>
          <NumberText>{number}</NumberText>
        </p>
      )}
      <p>{text}</p>
    </div>
  );
}

/** What the exchange sent along with the call, for example the choice made in its menu. */
function CallData({ call }: { readonly call: CallView }): ReactElement | null {
  const { t } = useWords();
  const entries = Object.entries(call.data);
  if (entries.length === 0) return null;
  return (
    <div>
      <h3 className={columnCss.heading}>{t('customer.data')}</h3>
      <dl className={css.facts}>
        {entries.map(([name, value]) => (
          <div key={name} className={css.fact}>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
