import type { ReactElement } from 'react';

/** A telephone or account number: ASCII digits, left to right, apart from the text around it. */
export function NumberText({ children }: { readonly children: string }): ReactElement {
  return (
    <bdi dir="ltr" className="figures" translate="no">
      {children}
    </bdi>
  );
}
