import type { ReactElement } from 'react';
import type { Locale, Theme } from '../../../../electron/common/contract/desk-state.ts';
import { useDesk, useWords } from '../../desk-context.ts';
import { languageCodes, languageNames } from '../../../i18n/languages.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { HeadsetPanel } from './headset-panel.tsx';
import css from './tools.module.css';

const themes: readonly Theme[] = ['system', 'light', 'dark', 'contrast'];

/** The strip at the bottom: the on-screen headset, and what is set once in a while. */
export function ToolStrip(): ReactElement {
  const { state, link, view, show } = useDesk();
  const { t, keys } = useWords();
  return (
    <footer className={css.strip} aria-label={t('region.tools')}>
      {state.headset.virtual && <HeadsetPanel />}
      <span className={css.space} />
      <SelectField<Locale>
        label={t('view.language')}
        value={state.locale}
        options={languageCodes.map((id) => ({ id, label: languageNames[id], lang: id }))}
        onChange={(locale) => void link.run({ command: 'view/set', input: { locale } })}
      />
      <SelectField<Theme>
        label={t('view.theme')}
        value={state.theme}
        options={themes.map((id) => ({ id, label: t(`view.themes.${id}`) }))}
        onChange={(theme) => void link.run({ command: 'view/set', input: { theme } })}
      />
      <Button
        keys={keys('headset')}
        onPress={() => show({ type: 'toggle-headset' })}
        isOn={view.page === 'headset'}
      >
        {t('headsetPage.title')}
      </Button>
      <Button onPress={() => show({ type: 'toggle-settings' })} isOn={view.page === 'settings'}>
        {t('settings.open')}
      </Button>
      <Button
        keys={keys('preflight')}
        onPress={() => show({ type: 'toggle-preflight' })}
        isOn={view.page === 'preflight'}
      >
        {t('preflight.open')}
      </Button>
      <Button keys={keys('help')} onPress={() => show({ type: 'toggle-help' })}>
        {t('help.open')}
      </Button>
    </footer>
  );
}
