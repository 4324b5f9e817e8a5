import type { Dispose } from '../common/lib/disposable.ts';

/** Numbers that other programs ask to dial (`tel:`, `sip:`, `callto:`), checked. Nothing is dialled by a link alone. */
export interface DialLinks {
  /** Also told of links that came before anybody listened. */
  onLink(listener: (number: string) => void): Dispose;
}
