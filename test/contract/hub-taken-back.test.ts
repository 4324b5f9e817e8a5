import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeskState } from '../../electron/common/contract/desk-state.ts';
import { startHub, type HubBed } from '../support/hub-bed.ts';
import { farContact, remoteSdp, ScriptedDialog, sendInvite } from '../support/sip/scripted-dialog.ts';

const us = 'sip:offhook4711@offhook4711.invalid;transport=ws';

let bed: HubBed;
beforeEach(async () => {
  bed = await startHub();
});
afterEach(() => bed.stop());

/** A customer calls, the operator answers, writes a note, and the page dies. */
async function cutOff(): Promise<{ readonly before: DeskState['calls'][number]; readonly old: string }> {
  const { callId } = sendInvite(bed.peer, us);
  await bed.until('rings', ({ operator }) => operator.state === 'ringing');
  await bed.desk.request('call/answer', {});
  const accepted = await bed.peer.next(
    (message) => message.status === 200 && message.header('call-id') === callId,
  );
  ScriptedDialog.ofAccepted(bed.peer, accepted).acknowledge();
  const talking = await bed.until('talking', ({ calls }) => calls[0]?.state === 'active');
  const id = talking.calls[0]?.id ?? '';
  await bed.desk.request('note/write', { callId: id, text: 'asked about the bill of' });
  const { calls } = await bed.until('the card is filled', (state) =>
    state.calls.every(({ customer, note }) => customer.status !== 'waiting' && note !== ''),
  );
  const [before] = calls;
  if (before === undefined) throw new Error('no call');
  await bed.crashPhone();
  return { before, old: callId };
}

describe('[78] a call cut off with the phone page', () => {
  test('[78] goes on as the same call: customer, note and script as they were', async () => {
    const { before, old } = await cutOff();
    const { takeBack, calls, dialOffer } = await bed.until('offered', (state) => state.takeBack !== null);
    expect(takeBack).toMatchObject({ callId: before.id, display: before.display });
    expect(calls).toMatchObject([{ id: before.id, state: 'ended', error: { code: 'phone.unavailable' } }]);
    expect(dialOffer, 'the way back comes first').toBeNull();

    expect(await bed.desk.request('call/take-back', {})).toMatchObject({ ok: true });
    const invite = await bed.peer.next('INVITE');
    expect(invite.header('replaces').split(';')[0]).toBe(old);
    bed.peer.reply(invite, 200, { headers: [farContact], body: remoteSdp });
    const state = await bed.until('back', (now) => now.calls[0]?.state === 'active');
    expect(state.calls).toMatchObject([
      {
        id: before.id,
        direction: 'incoming',
        answeredAt: before.answeredAt,
        note: 'asked about the bill of',
        customer: before.customer,
        error: null,
        endedBy: null,
      },
    ]);
    expect(state.calls[0]?.script).toEqual(before.script);
    expect([state.takeBack, state.dialOffer]).toEqual([null, null]);

    await bed.desk.request('call/hangup', {});
    const bye = await bed.peer.next('BYE');
    expect(bye.header('call-id'), 'the old dialog ended when it was replaced').toBe(invite.header('call-id'));
    bed.peer.reply(bye, 200);
    await bed.until('ended', (now) => now.calls[0]?.state === 'ended');
    const end = await bed.desk.request('call/end-of', {});
    expect(end).toMatchObject({ ok: true, value: { id: before.id, endedBy: 'operator' } });
    expect(bed.peer.count('BYE')).toBe(1);
  });

  test('[78] that the far side does not give back is ended there, stays cut off, and is offered to be called back', async () => {
    const { before, old } = await cutOff();
    await bed.until('offered', (state) => state.takeBack !== null);
    await bed.desk.request('call/take-back', {});
    bed.peer.reply(await bed.peer.next('INVITE'), 481);
    const bye = await bed.peer.next('BYE');
    expect(bye.header('call-id')).toBe(old);
    bed.peer.reply(bye, 481);
    const { calls, dialOffer } = await bed.until('told', (state) => state.dialOffer !== null);
    expect(dialOffer).toMatchObject({ number: before.remote.number, reason: 'cut-off' });
    expect(calls).toMatchObject([{ id: before.id, state: 'ended', error: { code: 'phone.unavailable' } }]);
    expect([bed.peer.count('INVITE'), bed.peer.count('BYE')]).toEqual([1, 1]);
  });

  test('[78] that is let go is ended there', async () => {
    const { old } = await cutOff();
    await bed.until('offered', (state) => state.takeBack !== null);
    await bed.desk.request('call/let-go', {});
    const bye = await bed.peer.next('BYE');
    expect(bye.header('call-id')).toBe(old);
    bed.peer.reply(bye, 200);
    const { takeBack } = await bed.until('call back', ({ dialOffer }) => dialOffer?.reason === 'cut-off');
    expect(takeBack).toBeNull();
    expect(await bed.desk.request('call/take-back', {})).toMatchObject({ error: { code: 'call.not-found' } });
    expect(bed.peer.count('INVITE')).toBe(0);
  });
});
