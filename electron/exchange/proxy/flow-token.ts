import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Names a flow inside Record-Route so that later requests of the dialog find their way back to the same socket
 * (RFC 5626 section 5.2). Signed: a client that invents a token reaches nobody.
 */
export function createFlowToken(flow: string, secret: string): string {
  return `${flow}-${sign(flow, secret)}`;
}

/** The flow of a token, or undefined when it is not one of ours. */
export function readFlowToken(token: string, secret: string): string | undefined {
  const dash = token.lastIndexOf('-');
  const flow = token.slice(0, Math.max(0, dash));
  const [given, right] = [Buffer.from(token.slice(dash + 1)), Buffer.from(sign(flow, secret))];
  return given.length === right.length && timingSafeEqual(given, right) ? flow : undefined;
}

function sign(flow: string, secret: string): string {
  // Hexadecimal, because a user part is compared with case but clients have been seen to lower it.
  return createHmac('sha256', secret).update(flow).digest('hex').slice(0, 24);
}
