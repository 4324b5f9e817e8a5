import type { Dispose } from '../lib/disposable.ts';

/**
 * One connection between two processes. It carries structured clones in order, in both directions, and decides
 * nothing. Adapters: Electron IPC, utility process, child process, WebSocket, memory.
 */
export interface Wire {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Dispose;
  /** Called once when the other side is gone; at once if it is gone already. */
  onClose(listener: () => void): Dispose;
  close(): void;
}
