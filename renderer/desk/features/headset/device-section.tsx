import type { ReactElement } from 'react';
import type { HeadsetDeviceInfo } from '../../../../electron/common/contract/hid-contract.ts';
import { formatUsbId } from '../../../../electron/common/headset/headset-quirks.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { errorSentence } from '../../model/error-text.ts';
import { canBeChosen, deviceStatus } from '../../model/headset-devices.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckMark, Headset, Warning } from '../../../ui/icons.tsx';
import { classNames } from '../../../ui/class-names.ts';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';

/** Every device found, which one is used, and why the others are not. */
export function DeviceSection({ devices }: { readonly devices: readonly HeadsetDeviceInfo[] }): ReactElement {
  const { state, link } = useDesk();
  const { t } = useWords();
  const { error } = state.headset;
  const isByHand = devices.some(({ chosen }) => chosen);
  return (
    <section className={pageCss.section} aria-labelledby="headset-devices">
      <h3 id="headset-devices" className={pageCss.subtitle}>
        {t('headsetPage.section.devices')}
      </h3>
      {error !== undefined && (
        <p className={classNames(pageCss.caution, css.warning)}>
          <Warning /> {errorSentence(error, t)}
        </p>
      )}
      {devices.length === 0 && <p>{t('headsetPage.device.none')}</p>}
      <ul className={css.devices}>
        {devices.map((device) => (
          <DeviceLine key={device.key} device={device} devices={devices} />
        ))}
      </ul>
      {isByHand && (
        <div className={pageCss.row}>
          <Button onPress={() => void link.run({ command: 'headset/choose', input: { key: null } })}>
            {t('headsetPage.device.automatic')}
          </Button>
          <p className={css.quiet}>{t('headsetPage.device.automaticHelp')}</p>
        </div>
      )}
    </section>
  );
}

function DeviceLine({
  device,
  devices,
}: {
  readonly device: HeadsetDeviceInfo;
  readonly devices: readonly HeadsetDeviceInfo[];
}): ReactElement {
  const { link } = useDesk();
  const { t } = useWords();
  const { key, product, vendorId, productId, capability, active } = device;
  return (
    <li className={css.device} data-active={active}>
      {active ? <CheckMark /> : <Headset />}
      <div className={css.deviceWords}>
        <p>
          <strong>
            <bdi>{product}</bdi>
          </strong>{' '}
          <bdi dir="ltr" className={css.code}>
            {formatUsbId(vendorId, productId)}
          </bdi>
        </p>
        <p>
          {t(deviceStatus(device, devices))}
          {capability !== 'none' && ` · ${t(`headsetPage.capability.${capability}`)}`}
        </p>
      </div>
      {canBeChosen(device) && (
        <Button
          label={t(active ? 'headsetPage.device.pinNamed' : 'headsetPage.device.useNamed', { product })}
          onPress={() => void link.run({ command: 'headset/choose', input: { key } })}
        >
          {t(active ? 'headsetPage.device.pin' : 'headsetPage.device.use')}
        </Button>
      )}
    </li>
  );
}
