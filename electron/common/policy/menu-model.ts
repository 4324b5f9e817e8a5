import type { Platform } from './window-options.ts';

/**
 * The application menu. Elsewhere than on macOS there is none: its accelerators (reload, close, zoom) would take keys
 * that the desk uses. macOS needs these three, or copy, paste and quit have no keys.
 */
export function menuModel(platform: Platform) {
  if (platform !== 'darwin') return null;
  return [{ role: 'appMenu' as const }, { role: 'editMenu' as const }, { role: 'windowMenu' as const }];
}
