import { useEffect, useRef, type ReactElement } from 'react';
import type { DeskState } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { errorSentence } from '../../model/error-text.ts';
import { Button } from '../../../ui/button.tsx';
import { ControlSection } from './control-section.tsx';
import { DeviceSection } from './device-section.tsx';
import { classNames } from '../../../ui/class-names.ts';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';
import { LogSection } from './log-section.tsx';
import { ObstacleSection } from './obstacle-section.tsx';
import { OptionSection } from './option-section.tsx';
import { RecordingSection } from './recording-section.tsx';
import { SelfTest } from './self-test.tsx';
import { TestSection } from './test-section.tsx';
import { useHeadsetWatch } from './use-headset-watch.ts';

/** What the headset is, can do and does; takes the place of the columns, the top bar stays. */
export function HeadsetPage(): ReactElement {
  const { state, view } = useDesk();
  useHeadsetWatch();
  const panel = state.headsetPanel;
  return (
    <main className={classNames(pageCss.page, css.page)} data-zone="test">
      {panel !== null && view.isTestOpen ? (
        <SelfTest test={panel.selfTest} panel={panel} />
      ) : (
        <Overview panel={panel} />
      )}
    </main>
  );
}

function Overview({ panel }: { readonly panel: DeskState['headsetPanel'] }): ReactElement {
  const { state, show } = useDesk();
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={pageCss.sheet}>
      <div className={pageCss.head}>
        <h2 className={pageCss.title} tabIndex={-1} ref={heading}>
          {t('headsetPage.title')}
        </h2>
        <Button keys={t('key.escape')} onPress={() => show({ type: 'toggle-headset' })}>
          {t('headsetPage.close')}
        </Button>
      </div>
      {panel === null ? (
        <Unseen state={state} />
      ) : (
        <div className={css.halves}>
          <div className={css.half}>
            <ObstacleSection obstacles={panel.obstacles} />
            <DeviceSection devices={panel.devices} />
            {panel.device !== null && <ControlSection device={panel.device} live={panel.live} />}
            <LogSection />
          </div>
          <div className={css.half}>
            <TestSection test={panel.selfTest} />
            <OptionSection lights={panel.device?.outputs.map(({ role }) => role) ?? []} />
            <RecordingSection recording={panel.recording} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Nothing to show yet, or the process of the headset is away; it is asked again when it is back. */
function Unseen({ state }: { readonly state: DeskState }): ReactElement {
  const { t } = useWords();
  const { error } = state.headset;
  return <p role="status">{error === undefined ? t('headsetPage.loading') : errorSentence(error, t)}</p>;
}
