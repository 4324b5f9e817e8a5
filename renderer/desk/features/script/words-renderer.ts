import type { Dispose } from '../../../../electron/common/lib/disposable.ts';

type Render = (source: string) => string;

let render: Render | null = null;
const listeners = new Set<() => void>();

/** Fetches the Markdown renderer after the first paint: no call can be there before it, and the desk opens sooner. */
export async function loadWordsRenderer(): Promise<void> {
  const { renderWords } = await import('./markdown.ts');
  render = renderWords;
  for (const listener of [...listeners]) listener();
}

/** The renderer, or null while it is on its way; words are then shown as plain text. */
export const wordsRenderer = {
  subscribe(listener: () => void): Dispose {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  get: (): Render | null => render,
};
