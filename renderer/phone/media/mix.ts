import type { ReportDefect } from '../sip/lib/guard.ts';

/** The media of a call, as far as mixing goes. */
export interface MixMember {
  /** What the other party says; null before anything was agreed. */
  readonly remoteTrack: MediaStreamTrack | null;
  /** Sends what `trackFor` gives for it from now on. */
  takeMicrophone(): Promise<void>;
}

export interface MixParts {
  createContext(): AudioContext;
  /** A microphone track for the mix alone; null while the microphone is closed. */
  cloneMicrophone(): MediaStreamTrack | null;
  isMuted(): boolean;
  readonly reportDefect: ReportDefect;
}

/**
 * A conference of the operator with several parties: each is sent the microphone and what the others say, and never
 * itself. The operator hears the parties as always, one loudspeaker each. Nothing is open while nobody is mixed.
 */
export interface Mix<Member extends MixMember> {
  /** Fewer than two end the mix; the same ones again change nothing. */
  setMembers(members: readonly Member[]): void;
  has(member: Member): boolean;
  /** What this member is sent, to be stopped by whoever took it; null if it is not mixed. */
  trackFor(member: Member): MediaStreamTrack | null;
  /** Another microphone is used, or a party speaks on another track. */
  rewire(): void;
  applyMute(): void;
}

interface Running<Member> {
  readonly context: AudioContext;
  readonly outputs: ReadonlyMap<Member, MediaStreamAudioDestinationNode>;
  sources: readonly AudioNode[];
  microphone: MediaStreamTrack | null;
}

export function createMix<Member extends MixMember>(parts: MixParts): Mix<Member> {
  let running: Running<Member> | undefined;

  const listen = (context: AudioContext, track: MediaStreamTrack): AudioNode =>
    context.createMediaStreamSource(new MediaStream([track]));

  const unwire = ({ sources, microphone }: Running<Member>): void => {
    for (const source of sources) source.disconnect();
    microphone?.stop();
  };

  const wire = (mix: Running<Member>): void => {
    unwire(mix);
    const { context, outputs } = mix;
    const sources: AudioNode[] = [];
    mix.microphone = parts.cloneMicrophone();
    if (mix.microphone !== null) {
      mix.microphone.enabled = !parts.isMuted();
      const operator = listen(context, mix.microphone);
      sources.push(operator);
      for (const output of outputs.values()) operator.connect(output);
    }
    for (const member of outputs.keys()) {
      if (member.remoteTrack === null) continue;
      const party = listen(context, member.remoteTrack);
      sources.push(party);
      for (const [other, output] of outputs) if (other !== member) party.connect(output);
    }
    mix.sources = sources;
  };

  const begin = (members: readonly Member[]): Running<Member> => {
    const context = parts.createContext();
    context.resume().catch(() => undefined);
    const outputs = new Map(members.map((each) => [each, context.createMediaStreamDestination()]));
    const mix: Running<Member> = { context, outputs, sources: [], microphone: null };
    wire(mix);
    return mix;
  };

  const end = (mix: Running<Member>): void => {
    unwire(mix);
    for (const output of mix.outputs.values()) for (const track of output.stream.getTracks()) track.stop();
    mix.context.close().catch(() => undefined);
  };

  const retake = (members: Iterable<Member>): void => {
    for (const member of members) {
      member.takeMicrophone().catch((defect: unknown) => {
        parts.reportDefect('mix', defect);
      });
    }
  };

  return {
    setMembers(members) {
      const before = running;
      const same =
        members.length === (before?.outputs.size ?? 0) &&
        members.every((member) => before?.outputs.has(member) === true);
      if (same) return;
      running = members.length < 2 ? undefined : begin(members);
      retake(new Set([...members, ...(before?.outputs.keys() ?? [])]));
      if (before !== undefined) end(before);
    },
    has: (member) => running?.outputs.has(member) === true,
    trackFor: (member) => running?.outputs.get(member)?.stream.getAudioTracks()[0]?.clone() ?? null,
    rewire() {
      if (running !== undefined) wire(running);
    },
    applyMute() {
      if (running?.microphone != null) running.microphone.enabled = !parts.isMuted();
    },
  };
}
