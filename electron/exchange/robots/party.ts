import type { PracticeCustomer } from '../../common/contract/exchange-contract.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { exhausted } from '../../common/lib/exhaustive.ts';
import type { CallMedia, OpenMedia } from '../media/call-media.ts';
import { silentStart, stepSpeech } from '../media/detect-speech.ts';
import type { Voices } from '../media/voices.ts';
import { startConversation, stepConversation } from './conversation.ts';
import type { Conversation, ConversationEffect, ConversationEvent } from './conversation.ts';

export interface PartyPorts {
  readonly clock: Clock;
  readonly voices: Voices;
  readonly openMedia: OpenMedia;
  readonly customer: PracticeCustomer;
  readonly voice: 'customer' | 'echo';
  /** Milliseconds after which the party takes leave. */
  readonly limitMs: number;
  /** The party wants to end the call: time is up, or it hears nothing because the media failed. */
  onLeave(): void;
}

/** Somebody with ears and a mouth: the media of one simulated party and what it says. */
export interface Party {
  readonly media: CallMedia;
  /** To be called after each exchange of descriptions: notices hold and the end of it. */
  noteNegotiated(): void;
  close(): void;
}

/** An echo is kept this short, in frames: what comes back late is no echo but a second speaker. */
const maximumEchoFrames = 10;

export function createParty(ports: PartyPorts): Party {
  const { clock } = ports;
  const echo: Uint8Array[] = [];
  let conversation: Conversation | undefined;
  let speech = silentStart;
  let saying: { readonly frames: readonly Uint8Array[]; next: number } | undefined;

  const runEffect = (effect: ConversationEffect): void => {
    switch (effect.type) {
      case 'say':
        saying = { frames: ports.voices.speak(ports.customer.language, effect.phrase), next: 0 };
        return;
      case 'hush':
        saying = undefined;
        return;
      case 'hang-up':
        ports.onLeave();
        return;
      default:
        exhausted(effect);
    }
  };

  const tell = (event: ConversationEvent): void => {
    if (conversation === undefined) return;
    const step = stepConversation(conversation, event);
    conversation = step.state;
    step.effects.forEach(runEffect);
  };

  const nextFrame = (): Uint8Array | undefined => {
    if (ports.voice === 'echo') return echo.shift();
    const frame = saying?.frames[saying.next++];
    if (saying !== undefined && saying.next >= saying.frames.length) {
      saying = undefined;
      tell({ type: 'phrase-ended', at: clock.now() });
    }
    return frame;
  };

  const media = ports.openMedia({
    nextFrame,
    onTick(level) {
      const at = clock.now();
      // The talk begins when sound can pass, not when SIP says so.
      conversation ??= startConversation(ports.customer.need, ports.limitMs, at);
      const step = stepSpeech(speech, level, at);
      speech = step.state;
      if (step.change !== undefined) tell({ type: `operator-${step.change}`, at });
      tell({ type: 'time-passed', at });
    },
    onFrame(frame) {
      if (ports.voice !== 'echo') return;
      echo.push(frame);
      if (echo.length > maximumEchoFrames) echo.shift();
    },
    onFailed: () => ports.onLeave(),
    faults: ports.customer.faults,
  });

  return {
    media,
    noteNegotiated: () => tell({ type: media.isAudible() ? 'resumed' : 'held', at: clock.now() }),
    close: () => media.close(),
  };
}
