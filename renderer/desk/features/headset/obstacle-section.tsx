import type { ReactElement } from 'react';
import type { AppError } from '../../../../electron/common/lib/app-error.ts';
import { useWords } from '../../desk-context.ts';
import { errorText } from '../../model/error-text.ts';
import { Warning } from '../../../ui/icons.tsx';
import { CopyText } from './copy-text.tsx';
import { classNames } from '../../../ui/class-names.ts';
import pageCss from '../../page.module.css';
import css from './headset-page.module.css';

/** What keeps the headset from working on this computer, with what mends it ready to be copied. */
export function ObstacleSection({
  obstacles,
}: {
  readonly obstacles: readonly AppError[];
}): ReactElement | null {
  const { t } = useWords();
  if (obstacles.length === 0) return null;
  return (
    <section className={pageCss.section} aria-labelledby="headset-obstacles">
      <h3 id="headset-obstacles" className={pageCss.subtitle}>
        {t('headsetPage.section.obstacles')}
      </h3>
      {obstacles.map((error) => (
        <Obstacle key={error.code + JSON.stringify(error.details ?? {})} error={error} />
      ))}
    </section>
  );
}

function Obstacle({ error }: { readonly error: AppError }): ReactElement {
  const { t } = useWords();
  const text = errorText(error, t);
  // Whole commands, which put the right lines into the right file.
  const commands = error.details?.['commands'];
  return (
    <div className={classNames(pageCss.caution, css.obstacle)}>
      <Warning />
      <div className={css.obstacleWords}>
        <p>
          <strong>{text.what}</strong> {text.do}
        </p>
        {commands !== undefined && <CopyText text={String(commands)} />}
      </div>
    </div>
  );
}
