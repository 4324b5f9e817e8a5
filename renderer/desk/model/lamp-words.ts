import type { ExchangeView } from '../../../electron/common/contract/exchange-views.ts';
import type { QueueSwitch } from '../../../electron/common/events/queue-switch.ts';
import type { TextKey, Translate } from '../../i18n/texts.ts';

/** What a lamp says in words: first what became of the call that was handed over there. Empty: nothing is told. */
export function lampWords(
  lamp: ExchangeView['lamps'][number],
  handedOver: ExchangeView['handedOver'],
  t: Translate,
): string {
  if (handedOver?.number === lamp.number) return t(`exchange.handedOver.${handedOver.outcome}`);
  const { state, remote } = lamp;
  if (state === 'hidden') return '';
  if (state === 'ringing' && remote !== null && !remote.withheld)
    return t('exchange.ringingFrom', { caller: remote.name ?? remote.number });
  return t(`exchange.lamp.${state}`);
}

type SwitchWord = 'on' | 'off' | 'unknown' | 'askedOn' | 'askedOff' | 'turnOn' | 'turnOff';

const switchText = (what: 'login' | 'pause', word: SwitchWord): TextKey =>
  what === 'login' ? `exchange.queueLogin.${word}` : `exchange.queuePause.${word}`;

/** What a switch of the queue says of itself, and what pressing it asks for. */
export function queueWords(
  what: 'login' | 'pause',
  { isOn, asked }: QueueSwitch,
): { readonly state: TextKey; readonly doing: TextKey; readonly next: boolean } {
  const next = !(asked ?? isOn ?? false);
  const doing = switchText(what, next ? 'turnOn' : 'turnOff');
  if (asked !== null) return { state: switchText(what, asked ? 'askedOn' : 'askedOff'), doing, next };
  const word = isOn === null ? 'unknown' : isOn ? 'on' : 'off';
  return { state: switchText(what, word), doing, next };
}

/** `null` when no message waits. */
export function messageWords(messages: ExchangeView['messages'], t: Translate): string | null {
  if (messages?.waiting !== true) return null;
  return messages.fresh === null || messages.fresh === 0
    ? t('exchange.messages.some')
    : t('exchange.messages.count', { count: messages.fresh });
}
