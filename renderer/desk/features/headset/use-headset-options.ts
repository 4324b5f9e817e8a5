import { useEffect, useState } from 'react';
import type { HeadsetOptions } from '../../../../electron/common/headset/headset-quirks.ts';
import type { AppError } from '../../../../electron/common/lib/app-error.ts';
import { useDesk } from '../../desk-context.ts';

export interface OptionsWork {
  /** Null until they are read. */
  readonly options: HeadsetOptions | null;
  readonly unread: AppError | null;
  readonly isSaved: boolean;
  readonly change: (next: HeadsetOptions) => void;
}

/** The options as the settings hold them; each change is saved at once and holds from then on, also in a call. */
export function useHeadsetOptions(): OptionsWork {
  const { link } = useDesk();
  const [options, setOptions] = useState<HeadsetOptions | null>(null);
  const [unread, setUnread] = useState<AppError | null>(null);
  const [isSaved, setSaved] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    void link.request('settings/read', null).then((result) => {
      if (!isCurrent) return;
      if (result.ok) setOptions(result.value.settings.headset.options);
      else setUnread(result.error);
    });
    return () => {
      isCurrent = false;
    };
  }, [link]);

  return {
    options,
    unread,
    isSaved,
    change(next) {
      setOptions(next);
      setSaved(false);
      void link.run({ command: 'settings/headset', input: next }).then(setSaved);
    },
  };
}
