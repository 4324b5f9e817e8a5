import type { Dialog } from '../../common/call/dialog.ts';

/**
 * Calls whose phone page has gone: nobody there knows them any more, while the other side still holds the line. They
 * are kept in memory alone, until the page after it is registered and has said goodbye to them.
 */
export interface LostDialogs {
  note(callId: string, dialog: Dialog): void;
  ended(callId: string): void;
  /** The page is gone, and every call that has not ended with it. */
  lose(): void;
  /** Another account cannot speak for the calls of this one. */
  forget(): void;
  /** Registered again. `say` resolves to whether the other side was told; what it was not is tried the next time. */
  settle(say: (dialog: Dialog) => Promise<boolean>): Promise<void>;
}

export function createLostDialogs(): LostDialogs {
  const held = new Map<string, Dialog>();
  const lost = new Set<Dialog>();
  return {
    note: (callId, dialog) => void held.set(callId, dialog),
    ended: (callId) => void held.delete(callId),
    lose() {
      for (const dialog of held.values()) lost.add(dialog);
      held.clear();
    },
    forget() {
      held.clear();
      lost.clear();
    },
    async settle(say) {
      const tellOne = async (dialog: Dialog): Promise<void> => {
        // Not said twice while the answer is awaited.
        lost.delete(dialog);
        if (!(await say(dialog))) lost.add(dialog);
      };
      await Promise.all([...lost].map(tellOne));
    },
  };
}
