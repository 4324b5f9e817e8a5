import type { ReactElement } from 'react';
import { useDesk, useWords } from '../../desk-context.ts';
import { Headset, Socket, Warning } from '../../../ui/icons.tsx';
import css from './top-bar.module.css';

/** Line and headset: a word each, and a warning sign when something must be done about it. */
export function DeviceBlock(): ReactElement {
  const { state } = useDesk();
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
      <li className={css.device} data-bad={headset.state === 'failed'} title={headset.product ?? device}>
        {headset.state === 'ready' ? <Headset /> : <Warning />}
        <span className={css.deviceWord}>
          {headset.state === 'ready' && headset.product !== undefined && !headset.virtual ? (
            <bdi>{headset.product}</bdi>
          ) : (
            device
          )}
        </span>
      </li>
    </ul>
  );
}
