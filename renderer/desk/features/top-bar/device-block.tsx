import type { ReactElement } from 'react';
import { Button } from 'react-aria-components/Button';
import { useDesk, useWords } from '../../desk-context.ts';
import { classNames } from '../../../ui/class-names.ts';
import { HiddenText } from '../../../ui/hidden-text.tsx';
import { Headset, Socket, Warning } from '../../../ui/icons.tsx';
import css from './top-bar.module.css';

/** Line and headset: a word each, and a warning sign when something must be done about it. The headset opens its page. */
export function DeviceBlock(): ReactElement {
  const { state, show } = useDesk();
  const { t } = useWords();
  const { registration, headset, account } = state;
  const isLineBad = registration.state === 'failed' || registration.state === 'off';
  const line = t(`line.${registration.state}`);
  const device =
    headset.virtual && headset.state === 'ready' ? t('headset.onScreen') : t(`headset.${headset.state}`);
  return (
    <ul className={css.devices}>
      <li
        className={css.device}
        data-bad={isLineBad}
        title={account === null ? line : `${line} · ${account.user}@${account.domain}`}
      >
        {isLineBad ? <Warning /> : <Socket />}
        <span className={css.deviceWord}>
          {line}
          {account !== null && registration.state === 'registered' && (
            <>
              {' · '}
              <bdi dir="ltr">{account.user}</bdi>
            </>
          )}
        </span>
      </li>
      <li title={headset.product ?? device}>
        <Button
          className={classNames(css.device, css.headset)}
          data-bad={headset.state === 'failed'}
          onPress={() => show({ type: 'toggle-headset' })}
        >
          {headset.state === 'ready' ? <Headset /> : <Warning />}
          <span className={css.deviceWord}>
            {headset.state === 'ready' && headset.product !== undefined && !headset.virtual ? (
              <bdi>{headset.product}</bdi>
            ) : (
              device
            )}
          </span>
          <HiddenText>({t('headsetPage.show')})</HiddenText>
        </Button>
      </li>
    </ul>
  );
}
