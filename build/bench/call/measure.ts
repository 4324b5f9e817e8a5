import { setTimeout as wait } from 'node:timers/promises';
import type { Contender } from './contenders.ts';
import { beginTaps } from './taps.ts';

/** In milliseconds. */
export interface CallTimes {
  readonly answerToOk: number;
  readonly answerToConnected: number;
  readonly answerToSound: number;
  readonly endToBye: number;
}

/** No operator presses sooner; what a phone does meanwhile is its own affair. */
const ringMs = 500;
const talkMs = 300;

/** A customer calls, the operator clicks "Answer" and, when both hear each other, "End". */
export async function takeCall(contender: Contender): Promise<CallTimes> {
  const { desk, exchange, phone } = contender;
  const clicks = await beginTaps(desk);
  const moments = await beginTaps(phone);
  await exchange.call();
  await moments.next('got INVITE');
  await wait(ringMs);
  await contender.clickAnswer();
  const [answered, ok, connected, sound] = [
    await clicks.next('click'),
    await moments.next('sent 200 INVITE'),
    await moments.next('connected'),
    await moments.next('first RTP'),
  ];
  await wait(talkMs);
  const endClicks = await beginTaps(desk);
  await contender.clickEnd();
  const [ended, bye] = [await endClicks.next('click'), await moments.next('sent BYE')];
  await moments.next('got 200 BYE');
  await contender.untilIdle();
  return {
    answerToOk: ok - answered,
    answerToConnected: connected - answered,
    answerToSound: sound - answered,
    endToBye: bye - ended,
  };
}

/** The operator calls; resolves with the milliseconds from the click to the INVITE on the socket. */
export async function makeCall(contender: Contender): Promise<number> {
  const { desk, phone } = contender;
  await contender.prepareDial();
  const clicks = await beginTaps(desk);
  const moments = await beginTaps(phone);
  await contender.clickDial();
  const [clicked, invited] = [await clicks.next('click'), await moments.next('sent INVITE')];
  await moments.next('connected');
  await wait(talkMs);
  await contender.clickEnd();
  await moments.next('got 200 BYE');
  await contender.untilIdle();
  return invited - clicked;
}

export interface Recovery {
  /** From the cut to the 200 of the registrar, in milliseconds. */
  readonly registeredMs: number;
  /** Whether the phone still knows the call afterwards: it answers the BYE of the customer with 200. */
  readonly isKept: boolean;
}

const byeMs = 3_000;

/** The network cuts the connection in the middle of a call; then the customer hangs up. */
export async function cutInCall(contender: Contender): Promise<Recovery> {
  const { exchange, phone } = contender;
  const moments = await beginTaps(phone);
  const callId = await exchange.call();
  await moments.next('got INVITE');
  await contender.clickAnswer();
  await moments.next('first RTP');
  await wait(talkMs);
  const after = await beginTaps(phone);
  const cutAt = performance.timeOrigin + performance.now();
  exchange.cutLine();
  const registeredAt = await after.next('got 200 REGISTER');
  // Time for a phone to tell the exchange the new way to its call.
  await wait(talkMs);
  await exchange.hangUp(callId);
  const bye = after.next('sent 200 BYE').then(
    () => true,
    () => false,
  );
  const isKept = await Promise.race([bye, wait(byeMs, false)]);
  // Whoever still believes in a call ends it.
  if (!isKept) await contender.clickEnd().catch(() => undefined);
  await contender.untilIdle();
  return { registeredMs: registeredAt - cutAt, isKept };
}
