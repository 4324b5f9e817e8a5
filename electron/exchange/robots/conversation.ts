import type { Phrase } from '../media/voices.ts';

/**
 * What a practice customer says and when: the operator speaks first, the customer names the need, answers when the
 * operator pauses, asks into a long silence, and takes leave when the time is up.
 *
 *     waiting ──operator paused, or 1.5 s of silence──► (need) ──► talking ──time is up──► (thanks) ──► gone
 *     any ──held──► silent until resumed
 */
export interface Conversation {
  readonly need: Phrase;
  /** Milliseconds after which the customer ends the call. */
  readonly limitMs: number;
  readonly answeredAt: number;
  readonly stage: 'waiting' | 'talking' | 'leaving' | 'gone';
  readonly isHeld: boolean;
  readonly isSpeaking: boolean;
  readonly isOperatorSpeaking: boolean;
  /** When the customer last said something, or was answered, or came back from hold. */
  readonly lastWordAt: number;
  /** How often the customer had to ask into silence: asking and repeating take turns. */
  readonly asked: number;
}

export type ConversationEvent =
  | { readonly type: 'operator-started' | 'operator-stopped' | 'phrase-ended'; readonly at: number }
  | { readonly type: 'held' | 'resumed'; readonly at: number }
  | { readonly type: 'time-passed'; readonly at: number };

export type ConversationEffect =
  | { readonly type: 'say'; readonly phrase: Phrase }
  | { readonly type: 'hush' }
  | { readonly type: 'hang-up' };

export interface ConversationStep {
  readonly state: Conversation;
  readonly effects: readonly ConversationEffect[];
}

const greetingPatienceMs = 1_500;
/** An operator who speaks without a pause is interrupted after this. */
const listeningPatienceMs = 4_000;
const silencePatienceMs = 5_000;

export function startConversation(need: Phrase, limitMs: number, at: number): Conversation {
  return {
    need,
    limitMs,
    answeredAt: at,
    stage: 'waiting',
    isHeld: false,
    isSpeaking: false,
    isOperatorSpeaking: false,
    lastWordAt: at,
    asked: 0,
  };
}

export function stepConversation(state: Conversation, event: ConversationEvent): ConversationStep {
  const { at } = event;
  switch (event.type) {
    case 'operator-started':
      return { state: { ...state, isOperatorSpeaking: true }, effects: [] };
    case 'operator-stopped': {
      const heard = { ...state, isOperatorSpeaking: false, lastWordAt: at };
      if (!canSpeak(heard)) return { state: heard, effects: [] };
      return heard.stage === 'waiting' ? say(heard, heard.need, at) : say(heard, 'yes', at);
    }
    case 'phrase-ended': {
      const ended = { ...state, isSpeaking: false, lastWordAt: at };
      if (state.stage !== 'leaving') return { state: ended, effects: [] };
      return { state: { ...ended, stage: 'gone' }, effects: [{ type: 'hang-up' }] };
    }
    case 'held':
      if (state.isHeld) return { state, effects: [] };
      return { state: { ...state, isHeld: true, isSpeaking: false }, effects: [{ type: 'hush' }] };
    case 'resumed':
      return { state: { ...state, isHeld: false, lastWordAt: at }, effects: [] };
    case 'time-passed':
      return passTime(state, at);
  }
}

function passTime(state: Conversation, at: number): ConversationStep {
  if (state.stage === 'gone') return { state, effects: [] };
  if (state.stage !== 'leaving' && at - state.answeredAt >= state.limitMs) {
    // On hold nobody would hear the farewell: the customer just hangs up.
    if (state.isHeld) return { state: { ...state, stage: 'gone' }, effects: [{ type: 'hang-up' }] };
    if (!state.isSpeaking) return say({ ...state, stage: 'leaving' }, 'thanks', at);
  }
  if (!canSpeak(state)) return { state, effects: [] };
  const silence = at - state.lastWordAt;
  if (state.stage === 'waiting') {
    const patience = state.isOperatorSpeaking ? listeningPatienceMs : greetingPatienceMs;
    return silence >= patience ? say(state, state.need, at) : { state, effects: [] };
  }
  if (silence < silencePatienceMs) return { state, effects: [] };
  const asked = state.asked + 1;
  return say({ ...state, asked }, asked % 2 === 1 ? 'waiting' : state.need, at);
}

const canSpeak = (state: Conversation): boolean =>
  !state.isHeld && !state.isSpeaking && (state.stage === 'waiting' || state.stage === 'talking');

function say(state: Conversation, phrase: Phrase, at: number): ConversationStep {
  const stage = state.stage === 'waiting' ? 'talking' : state.stage;
  return { state: { ...state, stage, isSpeaking: true, lastWordAt: at }, effects: [{ type: 'say', phrase }] };
}
