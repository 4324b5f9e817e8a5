import type { LegCore } from './leg-core.ts';

/** The answer to an offer of ours that went out in a 200. */
export async function takeLateAnswer(core: LegCore, sdp: string): Promise<void> {
  if (!(await core.party.media.acceptAnswer(sdp))) {
    core.hangUp();
    return;
  }
  core.party.noteNegotiated();
}
