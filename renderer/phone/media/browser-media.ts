import type { AudioSettings, SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import type { AppError, ErrorCode } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import { runDetached, type ReportDefect } from '../sip/guard.ts';
import { findDeviceId, type DeviceInfo } from './devices.ts';
import { readGatheringNeeds } from './ice-candidates.ts';
import type { MediaEngine, Tone } from './media-port.ts';
import { createMicrophone } from './microphone.ts';
import { PeerMedia } from './peer-media.ts';
import { createSpeaker } from './speaker.ts';
import { createTones } from './tones.ts';

export interface BrowserMediaParts {
  readonly clock: Clock;
  readonly reportDefect: ReportDefect;
  onTrouble(error: AppError): void;
  onTroubleOver(code: ErrorCode): void;
}

/** The media engine of the page: WebRTC, getUserMedia and WebAudio of Chromium. */
export function createBrowserMedia(parts: BrowserMediaParts): MediaEngine {
  const { clock, reportDefect } = parts;
  const { mediaDevices } = navigator;
  const calls = new Set<PeerMedia>();
  let settings: AudioSettings = { processing: true, ringTone: true };
  let devices: readonly DeviceInfo[] = [];
  let tone: Tone = null;
  let isMuted = false;

  const microphone = createMicrophone({
    mediaDevices,
    onTrouble: parts.onTrouble,
    onTroubleOver: parts.onTroubleOver,
    onTrackChanged: () => {
      for (const call of calls) runDetached(reportDefect, 'microphone-change', call.takeMicrophone());
    },
  });
  const speaker = createSpeaker(() => new Audio(), reportDefect);
  const tones = createTones(() => new AudioContext(), reportDefect);

  const playTone = (): void => {
    const isSilent = tone === 'ring' && !settings.ringTone;
    const label = tone === 'ring' ? settings.ringer : settings.speaker;
    tones.play(isSilent ? null : tone, findDeviceId(devices, 'audiooutput', label) ?? '');
  };

  const refresh = async (): Promise<void> => {
    devices = await mediaDevices.enumerateDevices();
    speaker.useDevice(findDeviceId(devices, 'audiooutput', settings.speaker) ?? '');
  };
  const refreshAll = (): void => {
    runDetached(reportDefect, 'devices', refresh());
    runDetached(reportDefect, 'devices', microphone.refresh());
  };
  mediaDevices.addEventListener('devicechange', refreshAll);

  return {
    configure(audio) {
      settings = audio;
      microphone.configure(audio);
      runDetached(reportDefect, 'devices', refresh());
    },
    async openMicrophone() {
      const result = await microphone.open();
      // Labels of outputs are told only after the microphone was allowed.
      if (result.ok && devices.every((device) => device.label === ''))
        runDetached(reportDefect, 'devices', refresh());
      return result;
    },
    releaseMicrophone() {
      microphone.release();
    },
    setMuted(on) {
      isMuted = on;
      for (const call of calls) call.applyMute();
    },
    createCallMedia(iceServers: SipAccount['iceServers']) {
      const media: PeerMedia = new PeerMedia({
        clock,
        needs: readGatheringNeeds(iceServers.map(({ urls }) => urls)),
        createConnection: () => new RTCPeerConnection(peerConfiguration(iceServers)),
        cloneMicrophone: () => microphone.cloneTrack(),
        isMuted: () => isMuted,
        playRemote: (stream) => speaker.play(stream),
        onClosed: (closed) => {
          calls.delete(closed);
        },
      });
      calls.add(media);
      return media;
    },
    play(wanted) {
      tone = wanted;
      playTone();
    },
    dispose() {
      mediaDevices.removeEventListener('devicechange', refreshAll);
      for (const call of [...calls]) call.close();
      microphone.release();
      tones.dispose();
    },
  };
}

/**
 * `balanced`, because exchanges strip the BUNDLE group from offers, which `max-bundle` refuses (T50). No servers unless
 * configured: sip.js would ask a public STUN server, and an exchange in the same network needs none.
 */
export function peerConfiguration(iceServers: SipAccount['iceServers']): RTCConfiguration {
  return {
    bundlePolicy: 'balanced',
    rtcpMuxPolicy: 'require',
    iceServers: iceServers.map((server) => ({ ...server })),
  };
}
