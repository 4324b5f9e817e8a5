import type { ReactElement, ReactNode } from 'react';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';

/** Read out, not shown. */
export function HiddenText({ children }: { readonly children: ReactNode }): ReactElement {
  return <VisuallyHidden>{children}</VisuallyHidden>;
}
