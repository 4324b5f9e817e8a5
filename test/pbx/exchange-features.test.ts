import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CtlState } from '../../electron/common/contract/ctl-contract.ts';
import type { Bed } from '../support/bed/bed.ts';
import type { Baresip } from '../support/bed/baresip.ts';
import { loud, silent } from '../support/bed/hearing.ts';
import type { Operator } from '../support/bed/operator.ts';
import { colleagueTone, customerTone, musicTone, operatorTone } from '../support/bed/pitches.ts';
import { startSceneOfThree, talkToCustomer, type SceneOfThree } from '../support/bed/scene.ts';
import { untilSoundBothWays } from '../support/bed/sound-flow.ts';

describe('lamps, mailbox, parking and queue of Asterisk', () => {
  let scene: SceneOfThree;
  let bed: Bed;
  let customer: Baresip;
  let colleague: Baresip;
  let operator: Operator;
  const tones = [operatorTone, colleagueTone, customerTone, musicTone];

  beforeAll(async () => {
    scene = await startSceneOfThree({
      settings: {
        lamps: [
          { number: '110', name: 'Clara Drei' },
          { number: '751', name: 'P1' },
        ],
        voicemail: {},
        codes: {
          park: '750',
          directedPickup: '*8{number}',
          queueLogin: '*11',
          queueLogout: '*12',
          queuePause: '*13',
          queueUnpause: '*14',
        },
        queue: { loginLamp: '*11', pauseLamp: '*13', followsPause: true },
      },
    });
    ({ bed, customer, colleague, operator } = scene);
    await untilLamp('110', 'idle');
  });
  afterAll(() => scene.stop());
  afterEach(async () => {
    await bed.asterisk.endAllCalls();
    await operator.endAllCalls();
    await untilLamp('110', 'idle');
  });

  type Lamp = CtlState['exchange']['lamps'][number];
  const lampOf = (state: CtlState, number: string): Lamp | undefined =>
    state.exchange.lamps.find((lamp) => lamp.number === number);
  const untilLamp = async (number: string, wanted: Lamp['state']): Promise<Lamp | undefined> =>
    lampOf(
      await operator.app.until(
        `lamp ${number} ${wanted}`,
        (state) => lampOf(state, number)?.state === wanted,
      ),
      number,
    );
  const pressLamp = async (number: string): Promise<void> => {
    const pressed = await operator.app.ctl.request('lamp/press', { number });
    expect(pressed).toEqual({ ok: true, value: null });
  };

  it('shows that a colleague is called, talks, and is free again', async () => {
    const since = colleague.events.mark();
    customer.dial('110');
    await colleague.events.until('rings', ({ type }) => type === 'CALL_INCOMING', { since });
    await untilLamp('110', 'ringing');
    colleague.accept();
    await untilLamp('110', 'busy');
    customer.hangUp();
    await untilLamp('110', 'idle');
  });

  it('picks up the call that rings at a colleague, and the customer speaks with the operator', async () => {
    customer.dial('110');
    await untilLamp('110', 'ringing');
    await pressLamp('110');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    await customer.hears(
      'the operator',
      tones,
      (heard) => loud(heard, operatorTone) && silent(heard, colleagueTone),
    );
    await untilLamp('110', 'idle');
  });

  it('tells by the lamp that the colleague did not take a call handed over', async () => {
    await talkToCustomer(scene);
    await pressLamp('110');
    await untilLamp('110', 'ringing');
    colleague.hangUp();
    const state = await operator.app.until(
      'the outcome',
      ({ exchange }) => exchange.handedOver?.outcome === 'not-answered',
    );
    expect(state.notices.map(({ code }) => code)).toContain('call.transfer-not-answered');
  });

  it('tells by the lamp that the colleague took a call handed over', async () => {
    await talkToCustomer(scene);
    await pressLamp('110');
    await untilLamp('110', 'ringing');
    colleague.accept();
    await operator.app.until('the outcome', ({ exchange }) => exchange.handedOver?.outcome === 'answered');
  });

  it('parks a customer, who hears music, and takes the call back from its place', async () => {
    await talkToCustomer(scene);
    expect(await operator.app.ctl.request('call/park', {})).toEqual({ ok: true, value: null });
    await untilLamp('751', 'busy');
    await customer.hears('music', tones, (heard) => loud(heard, musicTone) && silent(heard, operatorTone));
    await operator.endAllCalls();
    await pressLamp('751');
    await operator.untilCall('active', ({ state }) => state === 'active');
    await untilSoundBothWays(operator.stats);
    await customer.hears(
      'the operator',
      tones,
      (heard) => loud(heard, operatorTone) && silent(heard, musicTone),
    );
  });

  it('counts the messages in the mailbox', async () => {
    await operator.app.until('an empty mailbox', ({ exchange }) => exchange.messages?.waiting === false);
    const since = customer.events.mark();
    customer.dial('608');
    await customer.events.until('answered', ({ type }) => type === 'CALL_ESTABLISHED', { since });
    await bed.asterisk.manager.events.until(
      'the mailbox records',
      (event) => event.get('event') === 'VoicemailRecord' || event.get('application') === 'VoiceMail',
    );
    customer.hangUp();
    const { exchange } = await operator.app.until(
      'a message',
      (state) => state.exchange.messages?.waiting === true,
    );
    expect(exchange.messages).toMatchObject({ fresh: 1, old: 0 });
  });

  it('joins the queue, pauses with the operator, and leaves it: the exchange says the same', async () => {
    const members = (): Promise<string> => bed.asterisk.manager.command('queue show sales');
    const queue = (what: string, holds: (state: CtlState['exchange']['queue']) => boolean) =>
      operator.app.until(what, ({ exchange }) => holds(exchange.queue));
    await queue('told: out', ({ login }) => login?.isOn === false);
    expect(await members()).not.toContain('PJSIP/101');

    expect(await operator.app.ctl.request('queue/login', null)).toEqual({ ok: true, value: null });
    await queue('in', ({ login }) => login?.isOn === true && login.asked === null);
    expect(await members()).toContain('PJSIP/101');
    // A code is no call: nothing to wrap up, nothing on the desk.
    expect((await operator.app.state()).calls).toEqual([]);

    await operator.app.ctl.request('operator/pause', null);
    await queue('paused', ({ pause }) => pause?.isOn === true);
    expect(await members()).toContain('(paused');
    await operator.app.ctl.request('operator/ready', null);
    await queue('not paused', ({ pause }) => pause?.isOn === false);
    expect(await members()).not.toContain('(paused');

    expect(await operator.app.ctl.request('queue/logout', null)).toEqual({ ok: true, value: null });
    await queue('out', ({ login }) => login?.isOn === false && login.asked === null);
    expect(await members()).not.toContain('PJSIP/101');
  });
});
