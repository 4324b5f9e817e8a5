import type { Wire } from '../common/contract/wire.ts';
import type { Dispose } from '../common/lib/disposable.ts';

export type PageName = 'desk' | 'phone';

/** The two pages. Every load of a page, the first and each reload, connects with a wire of its own. */
export interface Pages {
  onConnect(listener: (page: PageName, wire: Wire) => void): Dispose;
  /** Opens both pages. The hub calls this once it is ready to answer. */
  open(): Promise<void>;
  /** Brings the desk to the front, for a ringing call or a second start. */
  showDesk(): void;
  /** Loads a page anew; what it may connect to is fixed when it loads. */
  reload(page: PageName): void;
  /** Ends a page that hangs together with its process, and loads it anew. */
  revive(page: PageName): void;
}
