import type { Session } from 'sip.js';
import { SessionManager } from 'sip.js/lib/platform/web/index.js';
import { openPeerPage } from './peer-phone.ts';

/** SessionManager of sip.js with its defaults, except for the public STUN server that it would ask. */
openPeerPage((account, { sound, show }) => {
  let call: Session | undefined;
  const idle = (): void => {
    call = undefined;
    show('registered');
  };
  const manager = new SessionManager(account.server, {
    aor: `sip:${account.user}@${account.domain}`,
    media: { constraints: { audio: true, video: false }, remote: { audio: sound } },
    userAgentOptions: {
      authorizationUsername: account.user,
      authorizationPassword: account.password,
      logBuiltinEnabled: false,
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
    },
    delegate: {
      onRegistered: idle,
      onCallReceived: (session) => {
        call = session;
        show('ringing');
      },
      onCallAnswered: () => show('talking'),
      onCallHangup: idle,
    },
  });
  void manager.connect().then(() => manager.register());
  return {
    dial(number) {
      show('calling');
      void manager.call(`sip:${number}@${account.domain}`).then((session) => {
        call = session;
      });
    },
    answer() {
      if (call !== undefined) void manager.answer(call);
    },
    hangUp() {
      if (call !== undefined) void manager.hangup(call);
    },
  };
});
