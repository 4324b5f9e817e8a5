import { Inviter, SessionState, type Invitation, type Session } from 'sip.js';
import type { OutgoingRequestDelegate } from 'sip.js/lib/core/index.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openExchange, type Exchange } from '../../../electron/exchange/exchange.ts';
import { systemClock } from '../../../electron/node/system-clock.ts';
import { awaitState, findDescriptions, startPhone, type SipPhone } from './support/sip-phone.ts';

const domain = 'practice.invalid';
let exchange: Exchange;
let phones: SipPhone[];

beforeEach(async () => {
  const users = new Map([
    ['100', 'secret-100'],
    ['101', 'secret-101'],
    ['102', 'secret-102'],
  ]);
  const opened = await openExchange({ clock: systemClock, domain, port: 0, users });
  if (!opened.ok) throw new Error(opened.error.code);
  exchange = opened.value;
  phones = [];
});

afterEach(async () => {
  await Promise.all(phones.map((phone) => phone.stop()));
  await exchange.close();
});

async function register(user: string, password = `secret-${user}`): Promise<SipPhone> {
  const phone = await startPhone({ server: exchange.server, domain, user, password });
  phones.push(phone);
  await phone.register();
  return phone;
}

async function connect(from: SipPhone, to: SipPhone, user: string): Promise<[Inviter, Invitation]> {
  const call = new Inviter(from.agent, from.target(user));
  await call.invite();
  const invitation = await to.nextInvitation();
  const acknowledged = awaitAck(invitation);
  await invitation.accept();
  await acknowledged;
  await Promise.all([
    awaitState(call, SessionState.Established),
    awaitState(invitation, SessionState.Established),
  ]);
  return [call, invitation];
}

/** sip.js answers the next re-INVITE with 500 until it has worked through the ACK of the last one. */
const awaitAck = (session: Session): Promise<void> =>
  new Promise((resolve) => {
    session.delegate = {
      onAck: () => {
        resolve();
      },
    };
  });

const refused = (from: SipPhone, user: string, cancelAfterRinging = false): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = new Inviter(from.agent, from.target(user));
    call
      .invite({
        requestDelegate: {
          onReject: ({ message }) => {
            resolve(message.statusCode ?? 0);
          },
          onProgress: () => {
            if (cancelAfterRinging && call.state === SessionState.Establishing) void call.cancel();
          },
        },
      })
      .catch(reject);
  });

test('a phone registers with the right password and is known by its number', async () => {
  await register('100');
  expect(exchange.isRegistered('100')).toBe(true);
});

test('a wrong password is refused with 401 and leaves nothing registered', async () => {
  await expect(register('100', 'wrong')).rejects.toThrow('401');
  expect(exchange.isRegistered('100')).toBe(false);
});

test('a phone whose socket falls is no longer registered', async () => {
  const phone = await register('100');
  await phone.agent.transport.disconnect();
  await expect.poll(() => exchange.isRegistered('100')).toBe(false);
});

test('a call goes from INVITE to BYE between two phones', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const [call, invitation] = await connect(caller, callee, '101');
  expect(findDescriptions(invitation).received[0]).toContain('m=audio');
  await call.bye();
  await awaitState(invitation, SessionState.Terminated);
});

test('the called phone ends the call as well as the caller', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const [call, invitation] = await connect(caller, callee, '101');
  await invitation.bye();
  await awaitState(call, SessionState.Terminated);
});

test('hold and resume travel as re-INVITE in both directions', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const [call, invitation] = await connect(caller, callee, '101');
  const change = async (
    from: Inviter | Invitation,
    to: Inviter | Invitation,
    direction: string,
  ): Promise<void> => {
    findDescriptions(from).direction = direction;
    const acknowledged = awaitAck(to);
    await new Promise<void>((resolve, reject) => {
      const requestDelegate: OutgoingRequestDelegate = {
        onAccept: () => {
          resolve();
        },
        onReject: ({ message }) => {
          reject(new Error(`${direction} refused: ${message.statusCode}`));
        },
      };
      from.invite({ requestDelegate }).catch(reject);
    });
    await acknowledged;
  };
  await change(call, invitation, 'sendonly');
  expect(findDescriptions(invitation).received.at(-1)).toContain('a=sendonly');
  await change(call, invitation, 'sendrecv');
  await change(invitation, call, 'inactive');
  expect(findDescriptions(call).received.at(-1)).toContain('a=inactive');
});

test.each(['100', '101'])('the state of %s is not told, and nobody else is asked for it', async (user) => {
  const [asking, other] = await Promise.all([register('100'), register('101')]);
  let relayed = 0;
  for (const phone of [asking, other])
    phone.agent.delegate = {
      onSubscribeRequest: () => {
        relayed++;
      },
    };
  const status = new Promise<number | undefined>((resolve) => {
    const { userAgentCore: core } = asking.agent;
    const { aor } = core.configuration;
    const target = asking.target(user);
    const headers = ['Event: message-summary', 'Expires: 600', `Contact: ${asking.agent.contact.toString()}`];
    const request = core.makeOutgoingRequestMessage('SUBSCRIBE', target, aor, target, {}, headers);
    core.subscribe(request, { onReject: ({ message }) => resolve(message.statusCode) });
  });
  expect(await status).toBe(489);
  expect(relayed).toBe(0);
});

test('INFO and MESSAGE reach the other side of a dialog', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const [call, invitation] = await connect(caller, callee, '101');
  const digits = new Promise<string>((resolve) => {
    invitation.delegate = {
      onInfo: (info) => {
        resolve(info.request.body);
        void info.accept();
      },
    };
  });
  await call.info({
    requestOptions: {
      body: { contentDisposition: 'render', contentType: 'application/dtmf-relay', content: 'Signal=5' },
    },
  });
  expect(await digits).toBe('Signal=5');
});

test('a number that does not exist is 404, one without a phone is 480', async () => {
  const caller = await register('100');
  expect(await refused(caller, '999')).toBe(404);
  expect(await refused(caller, '102')).toBe(480);
});

test('a busy phone answers 486 to the caller', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const status = refused(caller, '101');
  const invitation = await callee.nextInvitation();
  await invitation.reject({ statusCode: 486 });
  expect(await status).toBe(486);
});

test('a caller who gives up cancels the ringing phone and hears 487', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const status = refused(caller, '101', true);
  const invitation = await callee.nextInvitation();
  const cancelled = new Promise<readonly string[]>((resolve) => {
    invitation.delegate = {
      onCancel: (cancel) => {
        resolve(cancel.request.getHeaders('Reason'));
      },
    };
  });
  await invitation.progress();
  // Nobody answered elsewhere: a missed call.
  expect(await cancelled).toEqual([]);
  expect(await status).toBe(487);
});

test('of two phones of one number the one that is not answered is told that the call was completed elsewhere', async () => {
  const [caller, desk, other] = await Promise.all([register('100'), register('101'), register('101')]);
  const call = new Inviter(caller.agent, caller.target('101'));
  await call.invite();
  const [taken, lost] = await Promise.all([desk.nextInvitation(), other.nextInvitation()]);
  const reason = new Promise<string | undefined>((resolve) => {
    lost.delegate = {
      onCancel: (cancel) => {
        resolve(cancel.request.getHeader('Reason'));
      },
    };
  });
  await taken.accept();
  await awaitState(call, SessionState.Established);
  expect(await reason).toBe('SIP;cause=200;text="Call completed elsewhere"');
  expect(lost.state).toBe(SessionState.Terminated);
});

test('an answer that crosses the CANCEL still gives the caller a call to end', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const call = new Inviter(caller.agent, caller.target('101'));
  await call.invite();
  const invitation = await callee.nextInvitation();
  await invitation.progress();
  await Promise.all([invitation.accept(), call.cancel()]);
  // Whoever won, both sides agree in the end that there is no call.
  await Promise.all([
    awaitState(call, SessionState.Terminated),
    awaitState(invitation, SessionState.Terminated),
  ]);
});

test('a call survives the fall of a socket: the far BYE arrives on the new one', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  const [call, invitation] = await connect(caller, callee, '101');
  await caller.agent.transport.disconnect();
  await expect.poll(() => exchange.isRegistered('100')).toBe(false);
  await caller.agent.reconnect();
  await caller.registerer.register();
  await expect.poll(() => exchange.isRegistered('100')).toBe(true);
  await invitation.bye();
  await awaitState(call, SessionState.Terminated);
});

test('a phone that did not register is asked for its password before it may call', async () => {
  const callee = await register('101');
  const stranger = await startPhone({ server: exchange.server, domain, user: '100', password: 'secret-100' });
  const intruder = await startPhone({ server: exchange.server, domain, user: '100', password: 'wrong' });
  phones.push(stranger, intruder);
  const call = new Inviter(stranger.agent, stranger.target('101'));
  await call.invite();
  const invitation = await callee.nextInvitation();
  await invitation.accept();
  await awaitState(call, SessionState.Established);
  expect(await refused(intruder, '101')).toBe(407);
  expect(callee.invitations).toHaveLength(1);
});

test('a hundred calls in a row leave no open dialog behind', async () => {
  const [caller, callee] = await Promise.all([register('100'), register('101')]);
  for (let round = 0; round < 100; round++) {
    const [call, invitation] = await connect(caller, callee, '101');
    await call.bye();
    await awaitState(invitation, SessionState.Terminated);
  }
  expect(callee.invitations).toHaveLength(100);
  expect(exchange.countTransactions()).toBeLessThan(500);
});
