import type { MediaState } from './media-port.ts';

/** null for states that say nothing new: connecting comes again with every ICE restart. */
export function toMediaState(state: RTCPeerConnectionState): MediaState | null {
  switch (state) {
    case 'connected':
      return 'connected';
    case 'disconnected':
      return 'interrupted';
    case 'failed':
      return 'failed';
    case 'new':
    case 'connecting':
    case 'closed':
      return null;
    default:
      return null;
  }
}
