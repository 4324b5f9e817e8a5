/** What a stand-in for a Call-ID begins with, and one for a tag. */
export const idMark = 'offhook-id.';
export const tagMark = 'offhook-tag.';

/** Text in the signs that a token, a user part and a parameter may have (RFC 3261 section 25.1). */
export function encodeStandIn(text: string): string {
  return encodeURIComponent(text).replace(
    /[()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * What a stand-in stands for, or null for one that we did not make: a sender could try to put lines and headers of his
 * own into what we send. `foreign`: signs that end the place where it stands.
 */
export function decodeStandIn(text: string, foreign: RegExp): string | null {
  try {
    const decoded = decodeURIComponent(text);
    return /\p{Cc}/u.test(decoded) || foreign.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}
