import type { AppError, ErrorCode } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';

/** What the operator should know of for as long as it stands; one of each code. */
export interface Troubles {
  /** `forMs`: it is over by itself when it was not raised again for so long. */
  raise(error: AppError, forMs?: number): void;
  over(code: ErrorCode): void;
  /** All are over. */
  clear(): void;
}

export interface TroublesOptions {
  readonly clock: Clock;
  readonly onRaised: (error: AppError) => void;
  readonly onOver: (code: ErrorCode) => void;
}

export function createTroubles({ clock, onRaised, onOver }: TroublesOptions): Troubles {
  const standing = new Map<ErrorCode, { readonly text: string; readonly cancel: () => void }>();

  const over = (code: ErrorCode): void => {
    const trouble = standing.get(code);
    if (trouble === undefined) return;
    trouble.cancel();
    standing.delete(code);
    onOver(code);
  };

  return {
    raise(error, forMs) {
      const { code } = error;
      const text = JSON.stringify(error);
      const known = standing.get(code);
      known?.cancel();
      const cancel =
        forMs === undefined
          ? () => undefined
          : clock.after(forMs, () => {
              over(code);
            });
      standing.set(code, { text, cancel });
      if (known?.text !== text) onRaised(error);
    },
    over,
    clear() {
      for (const code of [...standing.keys()]) over(code);
    },
  };
}
