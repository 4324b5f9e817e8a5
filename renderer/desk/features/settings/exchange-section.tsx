import type { ReactElement } from 'react';
import { useWords } from '../../desk-context.ts';
import { Button } from '../../../ui/button.tsx';
import { SwitchField } from '../../../ui/switch-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { codeNames, type ExchangeField, type ExchangeForm } from './exchange-form.ts';
import pageCss from '../../page.module.css';
import css from './settings.module.css';
import { useExchangeSettings, type ExchangeWork } from './use-exchange-settings.ts';

interface PartProps {
  readonly work: ExchangeWork;
  readonly form: ExchangeForm;
}

/** Lamps, mailbox, codes, queue and auto-answer: what is set up at the exchange and must be known here. */
export function ExchangeSection(): ReactElement | null {
  const { t } = useWords();
  const work = useExchangeSettings();
  const { form } = work;
  if (form === null) return null;
  return (
    <section className={pageCss.section}>
      <h3 className={pageCss.subtitle}>{t('exchangeSettings.title')}</h3>
      <p>{t('exchangeSettings.intro')}</p>
      <LampFields work={work} form={form} />
      <CodeFields work={work} form={form} />
      <QueueFields work={work} form={form} />
      <AutoAnswerFields work={work} form={form} />
      {work.hasRelay && <RelayField work={work} form={form} />}
      <div className={pageCss.row}>
        <Button tone="primary" onPress={() => void work.save()}>
          {t('exchangeSettings.save')}
        </Button>
        <p role="status">{work.isSaved && t('settings.saved')}</p>
      </div>
    </section>
  );
}

function useProblem(work: ExchangeWork): (field: ExchangeField) => string | undefined {
  const { t } = useWords();
  const codes: readonly ExchangeField[] = codeNames;
  return (field) => {
    if (!work.wrong.includes(field)) return undefined;
    return t(`exchangeSettings.problem.${codes.includes(field) ? 'code' : plain(field)}`);
  };
}

type PlainField = Exclude<ExchangeField, (typeof codeNames)[number]>;
const plainFields: readonly PlainField[] = [
  'lamps',
  'voicemail',
  'loginLamp',
  'pauseLamp',
  'autoAnswerFrom',
  'queueToken',
  'turnCredential',
];
const plain = (field: ExchangeField): PlainField => plainFields.find((known) => known === field) ?? 'lamps';

function LampFields({ work, form }: PartProps): ReactElement {
  const { t } = useWords();
  const problem = useProblem(work);
  return (
    <>
      <TextField
        label={t('exchangeSettings.lamps')}
        help={t('exchangeSettings.lampsHelp')}
        value={form.lamps}
        onChange={(lamps) => work.change({ lamps })}
        problem={problem('lamps')}
        rows={3}
        dir="auto"
      />
      <TextField
        label={t('exchangeSettings.voicemail')}
        help={t('exchangeSettings.voicemailHelp')}
        value={form.voicemail}
        onChange={(voicemail) => work.change({ voicemail })}
        problem={problem('voicemail')}
        dir="ltr"
        maxLength={33}
      />
      <SwitchField
        label={t('exchangeSettings.subscribe')}
        isOn={form.subscribe}
        onChange={(subscribe) => work.change({ subscribe })}
      />
    </>
  );
}

function CodeFields({ work, form }: PartProps): ReactElement {
  const { t } = useWords();
  const problem = useProblem(work);
  return (
    <fieldset className={css.group}>
      <legend>{t('exchangeSettings.codes')}</legend>
      <p>{t('exchangeSettings.codesHelp')}</p>
      <div className={css.pair}>
        {codeNames.map((name) => (
          <TextField
            key={name}
            label={t(`exchangeSettings.code.${name}`)}
            value={form.codes[name]}
            onChange={(code) => work.change({ codes: { ...form.codes, [name]: code } })}
            problem={problem(name)}
            dir="ltr"
            maxLength={40}
          />
        ))}
      </div>
    </fieldset>
  );
}

function QueueFields({ work, form }: PartProps): ReactElement {
  const { t } = useWords();
  const problem = useProblem(work);
  return (
    <fieldset className={css.group}>
      <legend>{t('exchangeSettings.queue')}</legend>
      <div className={css.pair}>
        <TextField
          label={t('exchangeSettings.loginLamp')}
          value={form.loginLamp}
          onChange={(loginLamp) => work.change({ loginLamp })}
          problem={problem('loginLamp')}
          dir="ltr"
          maxLength={33}
        />
        <TextField
          label={t('exchangeSettings.pauseLamp')}
          value={form.pauseLamp}
          onChange={(pauseLamp) => work.change({ pauseLamp })}
          problem={problem('pauseLamp')}
          dir="ltr"
          maxLength={33}
        />
      </div>
      <SwitchField
        label={t('exchangeSettings.followsPause')}
        isOn={form.followsPause}
        onChange={(followsPause) => work.change({ followsPause })}
      />
      {work.hasService && (
        <TextField
          label={t('exchangeSettings.token')}
          help={t('exchangeSettings.tokenHelp')}
          type="password"
          value={form.queueToken}
          onChange={(queueToken) => work.change({ queueToken })}
          problem={problem('queueToken')}
          dir="ltr"
          maxLength={4_000}
        />
      )}
    </fieldset>
  );
}

function AutoAnswerFields({ work, form }: PartProps): ReactElement {
  const { t } = useWords();
  const problem = useProblem(work);
  return (
    <>
      <SwitchField
        label={t('exchangeSettings.autoAnswer')}
        help={t('exchangeSettings.autoAnswerHelp')}
        isOn={form.autoAnswer}
        onChange={(autoAnswer) => work.change({ autoAnswer })}
      />
      {form.autoAnswer && (
        <TextField
          label={t('exchangeSettings.autoAnswerFrom')}
          help={t('exchangeSettings.autoAnswerFromHelp')}
          value={form.autoAnswerFrom}
          onChange={(autoAnswerFrom) => work.change({ autoAnswerFrom })}
          problem={problem('autoAnswerFrom')}
          rows={2}
          dir="ltr"
        />
      )}
    </>
  );
}

function RelayField({ work, form }: PartProps): ReactElement {
  const { t } = useWords();
  const problem = useProblem(work);
  return (
    <TextField
      label={t('exchangeSettings.turnCredential')}
      help={t('exchangeSettings.tokenHelp')}
      type="password"
      value={form.turnCredential}
      onChange={(turnCredential) => work.change({ turnCredential })}
      problem={problem('turnCredential')}
      dir="ltr"
      maxLength={1_000}
    />
  );
}
