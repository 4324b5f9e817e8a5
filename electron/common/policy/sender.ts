import { pageScheme, type PageName } from './page-identity.ts';
import { parseAddress } from './web-address.ts';

export interface SenderFacts {
  /** The page whose channel the message came in on. */
  readonly page: PageName;
  /** The sending frame; `null` after it has navigated away or was destroyed. */
  readonly frame: { readonly url: string; readonly hasParent: boolean } | null;
  /** The message came from the contents of the window that was made for this page. */
  readonly isOwnWindow: boolean;
}

/** Whether a message of a page may be looked at. Asked before anything of the message is read. */
export function isTrustedSender({ page, frame, isOwnWindow }: SenderFacts): boolean {
  if (frame === null || frame.hasParent) return false;
  const address = parseAddress(frame.url);
  if (address?.protocol !== `${pageScheme}:` || address.host !== page) return false;
  return isOwnWindow;
}
