/** The places that keys move the focus to. */
export interface FocusPort {
  toNote(): void;
  toScript(): void;
  toSearch(): void;
  /** To the lamp that rings, else the first one. */
  toLamps(): void;
  isInNote(): boolean;
}

/** Ids of the places that keys move the focus to. */
export const focusTargets = {
  note: 'desk-note',
  script: 'desk-script',
  search: 'desk-search',
  lamps: 'desk-lamps',
} as const;

export const focusPort: FocusPort = {
  toNote: () => document.getElementById(focusTargets.note)?.focus(),
  toScript: () => document.getElementById(focusTargets.script)?.focus(),
  toSearch: () => document.getElementById(focusTargets.search)?.focus(),
  toLamps() {
    const strip = document.getElementById(focusTargets.lamps);
    const lamp = strip?.querySelector<HTMLElement>('[data-lamp="ringing"]');
    (lamp ?? strip?.querySelector<HTMLElement>('[data-lamp]'))?.focus();
  },
  isInNote: () => document.activeElement?.id === focusTargets.note,
};
