import type { AudioSettings, SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import { appError, type AppError, type ErrorCode } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import { runDetached, type ReportDefect } from '../sip/guard.ts';
import { watchDeviceChanges } from './device-changes.ts';
import { findDeviceId, findLabel } from './devices.ts';
import { readGatheringNeeds } from './ice-candidates.ts';
import { openLevelMeter, type LevelMeter } from './level-meter.ts';
import type { MediaEngine, Tone } from './media-port.ts';
import { identifyMicrophone } from './microphone-identity.ts';
import { createMicrophoneWatch } from './microphone-watch.ts';
import { createMicrophone } from './microphone.ts';
import { createMix } from './mix.ts';
import { PeerMedia } from './peer-media.ts';
import { createSoundCheck } from './sound-check.ts';
import { createSpeaker } from './speaker.ts';
import { createTones } from './tones.ts';

export interface BrowserMediaParts {
  readonly clock: Clock;
  readonly reportDefect: ReportDefect;
  /** Milliseconds since the epoch, as precise as the platform allows. */
  readonly readTime: () => number;
  onTrouble(error: AppError): void;
  onTroubleOver(code: ErrorCode): void;
  /** Another microphone is used, or would be by the next call: its USB id, null if it has none. */
  onMicrophone(usbId: string | null): void;
  /** Sound devices came or went, and for a while none did any more. */
  onDevicesChanged(): void;
}

/** The media engine of the page: WebRTC, getUserMedia and WebAudio of Chromium. */
export function createBrowserMedia(parts: BrowserMediaParts): MediaEngine {
  const { clock, reportDefect } = parts;
  const { mediaDevices } = navigator;
  const calls = new Set<PeerMedia>();
  let settings: AudioSettings = { processing: true, ringTone: true };
  let devices: readonly MediaDeviceInfo[] = [];
  let tone: Tone = null;
  let isMuted = false;
  let isOpenForCalls = false;
  let toldUsbId: string | null | undefined;

  const tellMicrophone = (): void => {
    const usbId = identifyMicrophone(devices, microphone.inUse(), settings.microphone);
    if (usbId === toldUsbId) return;
    toldUsbId = usbId;
    parts.onMicrophone(usbId);
  };
  const microphone = createMicrophone({
    mediaDevices,
    onTrouble: parts.onTrouble,
    onTroubleOver: parts.onTroubleOver,
    onTrackChanged: () => {
      mix.rewire();
      for (const call of calls) runDetached(reportDefect, 'microphone-change', call.takeMicrophone());
      watch.takeMicrophone();
      tellMicrophone();
    },
  });
  const openMeter = (): LevelMeter | null => {
    const track = microphone.cloneTrack();
    if (track === null) return null;
    try {
      return openLevelMeter(track, (options) => new AudioContext(options));
    } catch (defect) {
      // A warning less; the call goes on.
      track.stop();
      reportDefect('level-meter', defect);
      return null;
    }
  };
  const watch = createMicrophoneWatch({
    clock,
    openMeter,
    onTrouble: (code) => parts.onTrouble(appError(code)),
    onTroubleOver: parts.onTroubleOver,
  });
  const mix = createMix<PeerMedia>({
    createContext: () => new AudioContext({ latencyHint: 'interactive' }),
    cloneMicrophone: () => microphone.cloneTrack(),
    isMuted: () => isMuted,
    reportDefect,
  });
  const followTalk = (): void => {
    watch.setTalking([...calls].some((call) => call.isTalking));
  };
  const speaker = createSpeaker(() => new Audio(), reportDefect);
  const tones = createTones(() => new AudioContext(), reportDefect);

  const soundCheck = createSoundCheck({
    clock,
    openMicrophone: () => microphone.open(),
    leaveMicrophone: () => {
      if (!isOpenForCalls) microphone.release();
    },
    openMeter,
    microphoneLabel: () => microphone.inUse()?.label.slice(0, 256) ?? null,
    findSpeaker: () =>
      devices.some(({ kind }) => kind === 'audiooutput')
        ? {
            sinkId: findDeviceId(devices, 'audiooutput', settings.speaker) ?? '',
            label: findLabel(devices, 'audiooutput', settings.speaker),
          }
        : null,
    createContext: () => new AudioContext(),
  });

  const playTone = (): void => {
    const isSilent = tone === 'ring' && !settings.ringTone;
    const label = tone === 'ring' ? settings.ringer : settings.speaker;
    const sinkId = findDeviceId(devices, 'audiooutput', label) ?? '';
    tones.play(isSilent ? null : tone, sinkId, settings.country);
  };

  const refresh = async (): Promise<void> => {
    devices = await mediaDevices.enumerateDevices();
    speaker.useDevice(findDeviceId(devices, 'audiooutput', settings.speaker) ?? '');
    tellMicrophone();
  };
  const stopWatchingDevices = watchDeviceChanges(mediaDevices, clock, {
    onChange() {
      runDetached(reportDefect, 'devices', refresh());
      runDetached(reportDefect, 'devices', microphone.refresh());
    },
    onSettled: parts.onDevicesChanged,
  });

  return {
    configure(audio) {
      settings = audio;
      microphone.configure(audio);
      runDetached(reportDefect, 'devices', refresh());
    },
    async openMicrophone() {
      isOpenForCalls = true;
      const result = await microphone.open();
      // Labels of outputs are told only after the microphone was allowed.
      if (result.ok && devices.every((device) => device.label === ''))
        runDetached(reportDefect, 'devices', refresh());
      return result;
    },
    releaseMicrophone() {
      isOpenForCalls = false;
      microphone.release();
    },
    setMuted(on) {
      isMuted = on;
      for (const call of calls) call.applyMute();
      mix.applyMute();
      watch.setMuted(on);
    },
    mix(members) {
      mix.setMembers([...calls].filter((call) => members.includes(call)));
    },
    createCallMedia(iceServers: SipAccount['iceServers']) {
      const media: PeerMedia = new PeerMedia({
        clock,
        needs: readGatheringNeeds(iceServers.map(({ urls }) => urls)),
        createConnection: () => new RTCPeerConnection(peerConfiguration(iceServers)),
        cloneMicrophone: () => (mix.has(media) ? mix.trackFor(media) : microphone.cloneTrack()),
        // In a conference the mute silences the microphone alone: the parties go on hearing each other.
        isMuted: () => isMuted && !mix.has(media),
        readTime: parts.readTime,
        readDevices: () => ({
          microphone: microphone.inUse()?.label.slice(0, 256) ?? null,
          speaker: findLabel(devices, 'audiooutput', settings.speaker),
        }),
        playRemote: (stream) => speaker.play(stream),
        onRemoteTrack: () => {
          if (mix.has(media)) mix.rewire();
        },
        onTalkChanged: followTalk,
        onClosed: (closed) => {
          calls.delete(closed);
          followTalk();
        },
      });
      calls.add(media);
      return media;
    },
    play(wanted) {
      tone = wanted;
      playTone();
    },
    checkMicrophone: soundCheck.microphone,
    async checkSpeaker() {
      await refresh();
      return soundCheck.speaker();
    },
    dispose() {
      stopWatchingDevices();
      mix.setMembers([]);
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
