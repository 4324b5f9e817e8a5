import { describe, expect, it } from 'vitest';
import { transferStateSchema, type TransferState } from '../../../electron/common/call/call-transfer.ts';
import { pairOf } from '../../../renderer/desk/model/consultation.ts';
import { leavingCall, transferWords } from '../../../renderer/desk/model/transfer-words.ts';
import { createTexts, type Translate } from '../../../renderer/i18n/texts.ts';
import { callView, deskState, deskViews, now } from '../../support/desk-states.ts';

const texts = await createTexts('en');
const t: Translate = (key, values) => texts.t(key, values ?? {});
const to = { number: '203', withheld: false };
const call = (state: TransferState, part: Parameters<typeof callView>[0] = {}) =>
  callView({
    state: 'held',
    transfer: { to, display: '203', state, status: null, since: now - 1_000 },
    ...part,
  });
const plain = (text: string | null): string | null => text?.replaceAll(/[\u2066-\u2069]/gu, '') ?? null;

describe('the words for a transfer', () => {
  it('say of each state what it means for the caller, and never that somebody answered', () => {
    expect(plain(transferWords(call('ringing'), now, t))).toBe('Transfer to 203: it rings there');
    expect(plain(transferWords(call('handed-over'), now, t))).toBe('Handed over to 203');
    expect(plain(transferWords(call('refused'), now, t))).toBe('Refused by 203: you have the customer again');
    for (const state of transferStateSchema.options)
      expect(transferWords(call(state), now, t)).not.toMatch(/answered/iu);
  });

  it('about a caller who is back are over after half a minute', () => {
    expect(transferWords(call('refused'), now + 28_000, t)).not.toBeNull();
    expect(transferWords(call('refused'), now + 30_000, t)).toBeNull();
    expect(transferWords(call('lost'), now + 600_000, t)).not.toBeNull();
  });

  it('are none without a transfer', () => {
    expect(transferWords(callView(), now, t)).toBeNull();
  });
});

describe('the transfer panel', () => {
  it('shows a transfer under way, and one of which nothing is heard as long as the caller is on hold', () => {
    expect(leavingCall(deskViews.transferring)?.id).toBe('call-1');
    expect(leavingCall(deskState({ calls: [call('silent')] }))).not.toBeNull();
    expect(leavingCall(deskState({ calls: [call('silent', { state: 'active' })] }))).toBeNull();
    expect(leavingCall(deskState({ calls: [call('handed-over', { state: 'ended' })] }))).toBeNull();
  });

  it('offers to connect two live lines, whoever called whom', () => {
    const two = [callView({ state: 'held' }), callView({ id: 'call-2', state: 'active' })];
    expect(pairOf(deskState({ calls: two }))).toMatchObject({
      waiting: { id: 'call-1' },
      other: { id: 'call-2' },
      isConsultation: false,
    });
    expect(pairOf(deskViews.held)).toMatchObject({ isConsultation: true });
    expect(pairOf(deskState({ calls: [callView({ state: 'held' })] }))).toBeNull();
  });
});
