/** RFC 4733 tones: shorter ones get lost where the far end speaks 8 kHz only, longer ones annoy. */
export const toneMs = 200;
export const toneGapMs = 70;
export const pauseMs = 2_000;

export type DtmfStep = { readonly kind: 'tone'; readonly tone: string } | { readonly kind: 'pause' };

/** Takes `12,3#` apart; a comma is a pause of two seconds. What is no tone is left out. */
export function parseTones(text: string): DtmfStep[] {
  const signs = text.toUpperCase().match(/[0-9A-D*#,]/g) ?? [];
  return signs.map((sign) => (sign === ',' ? { kind: 'pause' } : { kind: 'tone', tone: sign }));
}

/** Body of an INFO request for exchanges without telephone-event in the session description. */
export function dtmfRelayBody(tone: string): string {
  return `Signal=${tone}\r\nDuration=${toneMs}\r\n`;
}
