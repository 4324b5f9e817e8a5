import type { DeskState } from '../../../electron/common/contract/desk-state.ts';

/** Somebody speaks into a microphone that is off; told at the mute control and nowhere else. */
export function speaksWhileMuted({ muted, notices }: DeskState): boolean {
  return muted && notices.some(({ error }) => error.code === 'media.speaking-while-muted');
}
