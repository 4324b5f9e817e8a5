import { describe, expect, it } from 'vitest';
import type { CallView } from '../../../electron/common/contract/desk-state.ts';
import { candidatesOf } from '../../../renderer/desk/keyboard/read-context.ts';
import { controlsOf } from '../../../renderer/desk/model/controls.ts';
import { initialView } from '../../../renderer/desk/model/view-state.ts';
import { callView, deskState, deskViews, emptyPane, family } from '../../support/desk-states.ts';

const withCalls = (...calls: CallView[]) => deskState({ calls, operator: { state: 'talking', since: 0 } });
const active = callView({ id: 'a', state: 'active' });
const held = callView({ id: 'h', state: 'held' });
const waiting = callView({ id: 'w' });
const dialled = callView({ id: 'd', direction: 'outgoing' });
const ended = callView({ id: 'e', state: 'ended' });

describe('[78] a call that a fault of the program cut off', () => {
  const lost = deskViews['cut-off'];
  const takeBack = { command: 'call/take-back', input: { id: lost.takeBack?.callId } };

  it('is taken back with the key that answers, while that is offered', () => {
    expect(controlsOf(lost).answerOrEnd).toEqual({ text: 'control.takeBack', wish: takeBack });
    expect(controlsOf({ ...lost, takeBack: null }).answerOrEnd.wish).toBeNull();
  });

  it('comes after a call that rings and after the one that goes on', () => {
    const ringing = callView({ id: 'b', state: 'ringing' });
    const active = callView({ id: 'b', state: 'active' });
    const commandWith = (call: typeof active) =>
      controlsOf({ ...lost, calls: [...lost.calls, call] }).answerOrEnd.wish?.command;
    expect([commandWith(ringing), commandWith(active)]).toEqual(['call/answer', 'call/hangup']);
  });
});

describe('controls of the top bar', () => {
  it('answer a ringing call, also while another one goes on', () => {
    const answer = { command: 'call/answer', input: { id: 'w' } };
    expect(controlsOf(withCalls(waiting)).answerOrEnd).toEqual({ text: 'control.answer', wish: answer });
    expect(controlsOf(withCalls(active, waiting)).answerOrEnd.wish).toEqual(answer);
    expect(controlsOf(withCalls(active, waiting)).reject.wish).toEqual({
      command: 'call/reject',
      input: { id: 'w' },
    });
  });

  it('end the call shown, a call dialled, and nothing that has ended', () => {
    expect(controlsOf(withCalls(active)).answerOrEnd.wish).toEqual({
      command: 'call/hangup',
      input: { id: 'a' },
    });
    expect(controlsOf(withCalls(dialled)).answerOrEnd).toEqual({
      text: 'control.end',
      wish: { command: 'call/hangup', input: { id: 'd' } },
    });
    expect(controlsOf(withCalls(ended)).answerOrEnd.wish).toBeNull();
    expect(controlsOf(withCalls(ended, active)).answerOrEnd.wish).toEqual({
      command: 'call/hangup',
      input: { id: 'a' },
    });
  });

  it('mute only what can hear, and say what they will do', () => {
    expect(controlsOf(withCalls(waiting)).mute.wish).toBeNull();
    expect(controlsOf(withCalls(active)).mute).toEqual({
      text: 'control.mute',
      wish: { command: 'call/mute', input: { on: true } },
    });
    expect(controlsOf({ ...withCalls(active), muted: true }).mute).toEqual({
      text: 'control.unmute',
      wish: { command: 'call/mute', input: { on: false } },
    });
  });

  it('hold, take back, or swap', () => {
    expect(controlsOf(withCalls(active)).hold.wish).toEqual({ command: 'call/hold', input: { id: 'a' } });
    expect(controlsOf(withCalls(held)).hold.wish).toEqual({ command: 'call/resume', input: { id: 'h' } });
    expect(controlsOf(withCalls(held, active)).hold).toEqual({
      text: 'control.swap',
      wish: { command: 'call/swap', input: null },
    });
    expect(controlsOf(withCalls(waiting)).hold.wish).toBeNull();
  });

  it('offer ready after a call or a pause, pause while ready, and neither in a call', () => {
    expect(controlsOf(deskViews['wrap-up']).readyOrPause.wish?.command).toBe('operator/ready');
    expect(controlsOf(deskViews.paused).readyOrPause.wish?.command).toBe('operator/ready');
    expect(controlsOf(deskViews.idle).readyOrPause.wish?.command).toBe('operator/pause');
    expect(controlsOf(deskViews.active).readyOrPause.wish).toBeNull();
  });

  it('send tones to an active call only, otherwise the keypad dials', () => {
    expect(controlsOf(withCalls(active)).sendsTones).toBe(true);
    expect(controlsOf(withCalls(held)).sendsTones).toBe(false);
    expect(controlsOf(deskViews.idle)).toMatchObject({ sendsTones: false, canTransfer: false });
  });
});

describe('the conference control', () => {
  it('joins two calls, splits them for the one shown, and the end is the end for both', () => {
    expect(controlsOf(deskViews.held).conference).toEqual({
      text: 'control.conference',
      wish: { command: 'call/conference', input: null },
    });
    expect(controlsOf(deskViews.conference)).toMatchObject({
      conference: { text: 'control.split', wish: { command: 'call/split', input: { id: 'call-1' } } },
      answerOrEnd: { text: 'control.endAll', wish: { command: 'call/hangup', input: {} } },
      hold: { text: 'control.hold' },
    });
    expect(controlsOf(withCalls(held)).conference.wish).toBeNull();
    expect(controlsOf(deskViews.idle).conference.wish).toBeNull();
  });
});

describe('the chooser', () => {
  const several = withCalls(
    callView({ customer: { ...emptyPane, status: 'several', candidates: [...family] } }),
  );

  it('lists the customers of the number until one is chosen or all are passed over', () => {
    expect(candidatesOf(several, initialView)).toHaveLength(3);
    expect(candidatesOf(several, { ...initialView, passedChoosers: ['call-1'] })).toEqual([]);
    expect(candidatesOf(deskViews['ringing-known'], initialView)).toEqual([]);
    expect(candidatesOf(deskViews.idle, initialView)).toEqual([]);
  });
});
