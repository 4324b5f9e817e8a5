import type { ReactElement } from 'react';
import { useWords } from '../../desk-context.ts';
import { errorSentence } from '../../model/error-text.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckMark, Warning } from '../../../ui/icons.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { FormField, SettingsForm } from './settings-form.ts';
import pageCss from '../../page.module.css';
import css from './settings.module.css';
import type { SettingsWork, TestStep } from './use-settings.ts';

export function ServerForm({
  work,
  form,
}: {
  readonly work: SettingsWork;
  readonly form: SettingsForm;
}): ReactElement {
  const { t } = useWords();
  const problem = (field: FormField): string | undefined =>
    work.wrong.includes(field) ? t(`settings.problem.${field}`) : undefined;
  return (
    <section className={pageCss.section}>
      <h3 className={pageCss.subtitle}>{t('settings.server')}</h3>
      <TextField
        label={t('settings.servers')}
        help={t('settings.serversHelp')}
        value={form.servers}
        onChange={(servers) => work.change({ servers })}
        problem={problem('servers')}
        rows={2}
        dir="ltr"
      />
      <div className={css.pair}>
        <TextField
          label={t('settings.domain')}
          value={form.domain}
          onChange={(domain) => work.change({ domain })}
          problem={problem('domain')}
          dir="ltr"
          maxLength={253}
        />
        <TextField
          label={t('settings.user')}
          value={form.user}
          onChange={(user) => work.change({ user })}
          problem={problem('user')}
          dir="ltr"
          maxLength={128}
        />
        <TextField
          label={t('settings.password')}
          help={t('settings.passwordKept')}
          type="password"
          value={form.password}
          onChange={(password) => work.change({ password })}
          dir="ltr"
          maxLength={256}
        />
        <TextField
          label={t('settings.displayName')}
          value={form.displayName}
          onChange={(displayName) => work.change({ displayName })}
          maxLength={128}
        />
      </div>
      {!work.secretsKept && (
        <p className={pageCss.caution}>
          <Warning /> {t('settings.secretsNotKept')}
        </p>
      )}
      <div className={pageCss.row}>
        <Button tone="primary" onPress={() => void work.save()}>
          {t('settings.save')}
        </Button>
        <Button isDisabled={work.test === 'running'} onPress={() => void work.runTest()}>
          {t('settings.test')}
        </Button>
        <p role="status">
          {work.isSaved && t('settings.saved')}
          {work.test === 'running' && t('settings.testing')}
        </p>
      </div>
      {typeof work.test !== 'string' && <TestReport steps={work.test} />}
    </section>
  );
}

/** Step by step what was tried; of the one that failed what is wrong and what to do. */
function TestReport({ steps }: { readonly steps: readonly TestStep[] }): ReactElement {
  const { t } = useWords();
  return (
    <div role="status">
      <ol className={css.steps}>
        {steps.map(({ step, ok, error }) => (
          <li key={step} className={css.step} data-ok={ok}>
            {ok ? <CheckMark /> : <Warning />}
            <span>
              <strong>{t(`settings.step.${step}`)}:</strong>{' '}
              {ok || error === null
                ? t(ok ? 'settings.passed' : 'settings.stepFailed')
                : errorSentence(error, t)}
            </span>
          </li>
        ))}
      </ol>
      {steps.every(({ ok }) => ok) && <p>{t('settings.testPassed')}</p>}
    </div>
  );
}
