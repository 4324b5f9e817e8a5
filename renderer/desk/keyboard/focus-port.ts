/** The places that keys move the focus to. */
export interface FocusPort {
  toNote(): void;
  toScript(): void;
  toSearch(): void;
  isInNote(): boolean;
}

/** Ids of the places that keys move the focus to. */
export const focusTargets = { note: 'desk-note', script: 'desk-script', search: 'desk-search' } as const;

export const focusPort: FocusPort = {
  toNote: () => document.getElementById(focusTargets.note)?.focus(),
  toScript: () => document.getElementById(focusTargets.script)?.focus(),
  toSearch: () => document.getElementById(focusTargets.search)?.focus(),
  isInNote: () => document.activeElement?.id === focusTargets.note,
};
