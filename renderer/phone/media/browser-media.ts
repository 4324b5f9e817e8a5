import type { AudioSettings, SipAccount } from '../../../electron/common/contract/phone-contract.ts';
import type { SoundDevices } from '../../../electron/common/contract/sound-contract.ts';
import { appError, type AppError, type ErrorCode } from '../../../electron/common/lib/app-error.ts';
import type { Clock } from '../../../electron/common/lib/clock.ts';
import { fail, ok } from '../../../electron/common/lib/result.ts';
import { runDetached, type ReportDefect } from '../sip/lib/guard.ts';
import { watchDeviceChanges } from './device-changes.ts';
import { gatheringNeedsOf, peerConfiguration } from './ice-servers.ts';
import { liveLatencyS, openLevelMeter, type LevelMeter } from './level-meter.ts';
import { createLevelWatch } from './level-watch.ts';
import type { MediaEngine, Tone } from './media-port.ts';
import { identifyMicrophone } from './microphone-identity.ts';
import { createMicrophoneWatch } from './microphone-watch.ts';
import { createMicrophone } from './microphone.ts';
import { createMix } from './mix.ts';
import { createOutputs } from './outputs.ts';
import type { PeerConnections } from './peer-connections.ts';
import { PeerMedia } from './peer-media.ts';
import { tryRelay } from './relay-trial.ts';
import type { SoundCheck } from './sound-check.ts';
import { watchPermission } from './permission.ts';
import type { SamplePlayer } from './sample-player.ts';
import { describeSound } from './sound-list.ts';
import { createSpeaker } from './speaker.ts';
import { oneShots } from './tone-samples.ts';
import { createTones } from './tones.ts';

export interface BrowserMediaParts {
  readonly clock: Clock;
  readonly connections: PeerConnections;
  readonly reportDefect: ReportDefect;
  /** Milliseconds since the epoch, as precise as the platform allows. */
  readonly readTime: () => number;
  onTrouble(error: AppError): void;
  onTroubleOver(code: ErrorCode): void;
  /** Another microphone is used, or would be by the next call: its USB id, null if it has none. */
  onMicrophone(usbId: string | null): void;
  onSoundDevices(devices: SoundDevices): void;
  /** Only while measured, in dBFS. */
  onSoundLevel(levelDb: number): void;
  /** Sound devices came or went, and for a while none did any more. */
  onDevicesChanged(): void;
}

/** The media engine of the page: WebRTC, getUserMedia and WebAudio of Chromium. */
export function createBrowserMedia(parts: BrowserMediaParts): MediaEngine {
  const { clock, connections, reportDefect } = parts;
  const { mediaDevices } = navigator;
  const calls = new Set<PeerMedia>();
  let settings: AudioSettings = { processing: true, ringTone: true };
  let devices: readonly MediaDeviceInfo[] = [];
  let tone: Tone = null;
  let isMuted = false;
  let isOpenForCalls = false;
  let isMeasured = false;
  let toneSink = '';
  let toldUsbId: string | null | undefined;
  let toldDevices = '';
  let permission: SoundDevices['permission'] = 'prompt';

  const outputs = createOutputs(parts);
  const tellDevices = (): void => {
    const speaking = microphone.inUse()?.label.slice(0, 256) ?? '';
    const told = describeSound(devices, outputs.inForce(), speaking === '' ? null : speaking, permission);
    const text = JSON.stringify(told);
    if (text === toldDevices) return;
    toldDevices = text;
    parts.onSoundDevices(told);
  };
  const tellMicrophone = (): void => {
    tellDevices();
    const usbId = identifyMicrophone(devices, microphone.inUse(), settings.microphone);
    if (usbId === toldUsbId) return;
    toldUsbId = usbId;
    parts.onMicrophone(usbId);
  };
  const microphone = createMicrophone({
    mediaDevices,
    onTrouble: parts.onTrouble,
    onTroubleOver: parts.onTroubleOver,
    async openNoiseFilter(device) {
      const { openNoiseFilter } = await import('./noise-filter.ts');
      return openNoiseFilter(device);
    },
    reportDefect,
    onTrackChanged: () => {
      mix.rewire();
      for (const call of calls) runDetached(reportDefect, 'microphone-change', call.takeMicrophone());
      watch.takeMicrophone();
      if (isMeasured) levels.start();
      tellMicrophone();
    },
  });
  const openMeter = (latencyS?: number): LevelMeter | null => {
    const track = microphone.cloneDeviceTrack();
    if (track === null) return null;
    try {
      return openLevelMeter(track, (options) => new AudioContext(options), latencyS);
    } catch (defect) {
      // A warning less; the call goes on.
      track.stop();
      reportDefect('level-meter', defect);
      return null;
    }
  };
  const watch = createMicrophoneWatch({
    clock,
    openMeter: () => openMeter(),
    onTrouble: (code) => parts.onTrouble(appError(code)),
    onTroubleOver: parts.onTroubleOver,
  });
  const mix = createMix<PeerMedia>({
    createContext: () => new AudioContext({ latencyHint: 'interactive' }),
    cloneMicrophone: () => microphone.cloneTrack(),
    isMuted: () => isMuted,
    reportDefect,
  });
  const levels = createLevelWatch({
    clock,
    openMeter: () => openMeter(liveLatencyS),
    onLevel: parts.onSoundLevel,
  });
  const followTalk = (): void => {
    watch.setTalking([...calls].some((call) => call.isTalking));
  };
  const speaker = createSpeaker(() => new Audio(), reportDefect);
  const tones = createTones(() => new AudioContext(), reportDefect);
  let samples: SamplePlayer | undefined;
  /** Tried out once in a while: no part of what every start loads. */
  const loadSamples = async (): Promise<SamplePlayer> => {
    const { createSamplePlayer } = await import('./sample-player.ts');
    return (samples ??= createSamplePlayer(() => new AudioContext(), reportDefect));
  };
  /** By the ear half as loud is a quarter of the amplitude, roughly. */
  const ringGain = (): number => ((settings.ringVolume ?? 100) / 100) ** 2;

  /** Once before a shift: no part of what every start loads either. */
  const loadSoundCheck = async (): Promise<SoundCheck> => {
    const { createSoundCheck } = await import('./sound-check.ts');
    return createSoundCheck({
      clock,
      openMicrophone: () => microphone.open(),
      leaveMicrophone: () => {
        if (!isOpenForCalls && !isMeasured) microphone.release();
      },
      openMeter: () => openMeter(),
      microphoneLabel: () => microphone.inUse()?.label.slice(0, 256) ?? null,
      findSpeaker: () =>
        devices.some(({ kind }) => kind === 'audiooutput')
          ? { sinkId: outputs.sinkOf('speaker'), label: outputs.speakerLabel() }
          : null,
      createContext: () => new AudioContext(),
    });
  };

  const toneSinkNow = (): string => outputs.sinkOf(tone === 'ring' ? 'ringer' : 'speaker');
  const playTone = (): void => {
    const isSilent = tone === 'ring' && !settings.ringTone;
    toneSink = toneSinkNow();
    const gain = tone === 'ring' ? ringGain() : 1;
    tones.play(isSilent ? null : tone, toneSink, gain, settings.country);
  };

  const refresh = async (): Promise<void> => {
    devices = await mediaDevices.enumerateDevices();
    outputs.follow(devices, settings);
    speaker.useDevice(outputs.sinkOf('speaker'));
    // What sounds once is over before anybody has another device in hand.
    const isEndless = tone !== null && !oneShots.has(tone);
    if (isEndless && toneSinkNow() !== toneSink) playTone();
    tellMicrophone();
  };
  const stopWatchingDevices = watchDeviceChanges(mediaDevices, clock, {
    onChange() {
      runDetached(reportDefect, 'devices', refresh());
      runDetached(reportDefect, 'devices', microphone.refresh());
    },
    onSettled: parts.onDevicesChanged,
  });

  const stopWatchingPermission = watchPermission(navigator.permissions, reportDefect, (state) => {
    permission = state;
    runDetached(reportDefect, 'devices', refresh());
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
      if (!isMeasured) microphone.release();
      outputs.forget();
      speaker.useDevice(outputs.sinkOf('speaker'));
      tellDevices();
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
        needs: gatheringNeedsOf(iceServers),
        createConnection: () => connections.open(peerConfiguration(iceServers)),
        closeConnection: connections.close,
        cloneMicrophone: () => (mix.has(media) ? mix.trackFor(media) : microphone.cloneTrack()),
        // In a conference the mute silences the microphone alone: the parties go on hearing each other.
        isMuted: () => isMuted && !mix.has(media),
        readTime: parts.readTime,
        readDevices: () => ({
          microphone: microphone.inUse()?.label.slice(0, 256) ?? null,
          speaker: outputs.speakerLabel(),
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
    checkMicrophone: async () => (await loadSoundCheck()).microphone(),
    async checkSpeaker() {
      await refresh();
      return (await loadSoundCheck()).speaker();
    },
    tryRelay: (server) => tryRelay(server, connections, clock),
    async playSample(sound, language) {
      const isRing = sound === 'ring';
      try {
        const sink = outputs.sinkOf(isRing ? 'ringer' : 'speaker');
        const player = await loadSamples();
        await player.play(sound, language, sink, isRing ? ringGain() : 1);
        return ok(null);
      } catch (defect) {
        reportDefect('sample', defect);
        return fail(appError('internal', { where: 'sample' }));
      }
    },
    async measureMicrophone(on) {
      isMeasured = on;
      if (!on) {
        levels.stop();
        if (!isOpenForCalls) microphone.release();
        tellDevices();
        return ok(null);
      }
      const opened = await microphone.open();
      // It may have been switched off meanwhile.
      if (!opened.ok) isMeasured = false;
      else if (isMeasured) levels.start();
      return opened;
    },
    dispose() {
      stopWatchingDevices();
      mix.setMembers([]);
      stopWatchingPermission();
      levels.stop();
      samples?.stop();
      for (const call of [...calls]) call.close();
      microphone.release();
      tones.dispose();
    },
  };
}
