import type { NativeTexts } from './native-texts.ts';
import type { Platform } from './window-options.ts';

export interface RingingCall {
  readonly title: string;
  readonly body: string;
}

/** What the system's notice of a ringing call holds. It makes no sound: the ring tone is the phone's business. */
export function notificationModel(call: RingingCall, platform: Platform, texts: NativeTexts) {
  return {
    title: oneLine(call.title, 100),
    body: oneLine(call.body, 200),
    silent: true,
    urgency: 'critical' as const,
    // It goes when the ringing ends, not after the system's few seconds.
    timeoutType: 'never' as const,
    // Linux desktops disagree about buttons; a click on the notice shows the desk everywhere.
    actions: platform === 'linux' ? [] : [{ type: 'button' as const, text: texts.answer }],
  };
}

/** Names and numbers come from the network: no control characters, no second line, no flood. */
function oneLine(text: string, longest: number): string {
  // Array.from goes by code points, so that the cut never leaves half of a surrogate pair.
  return Array.from(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim())
    .slice(0, longest)
    .join('');
}
