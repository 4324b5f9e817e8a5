import type { Dispose } from '../../../electron/common/lib/disposable.ts';
import type { ReportDefect } from '../sip/lib/guard.ts';

/** Whether the page may use the microphone, now and whenever that changes. */
export function watchPermission(
  permissions: Pick<Permissions, 'query'>,
  reportDefect: ReportDefect,
  onState: (state: PermissionState) => void,
): Dispose {
  let status: PermissionStatus | undefined;
  let isOver = false;
  const tell = (): void => {
    if (status !== undefined && !isOver) onState(status.state);
  };
  permissions.query({ name: 'microphone' }).then(
    (found) => {
      status = found;
      status.addEventListener('change', tell);
      tell();
    },
    (defect: unknown) => {
      reportDefect('permission', defect);
    },
  );
  return () => {
    isOver = true;
    status?.removeEventListener('change', tell);
  };
}
