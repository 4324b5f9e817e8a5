import type { Dispose } from '../common/lib/disposable.ts';

export interface Network {
  /** The addresses by which this machine can be reached have changed: another cable, another Wi-Fi, a VPN. */
  onChange(listener: () => void): Dispose;
}
