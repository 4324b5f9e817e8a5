import JsSIP from 'jssip';
import { openPeerPage } from './peer-phone.ts';

type JsSipSession = ReturnType<InstanceType<typeof JsSIP.UA>['call']>;

/** JsSIP with its defaults. */
openPeerPage((account, { sound, show }) => {
  let call: JsSipSession | undefined;
  const idle = (): void => {
    call = undefined;
    show('registered');
  };
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(account.server)],
    uri: `sip:${account.user}@${account.domain}`,
    password: account.password,
  });
  const options = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };
  agent.on('registered', () => {
    if (call === undefined) idle();
  });
  agent.on('newRTCSession', ({ session, originator }: { session: JsSipSession; originator: string }) => {
    call = session;
    const hear = (connection: RTCPeerConnection): void => {
      connection.addEventListener('track', ({ streams }) => {
        sound.srcObject = streams[0] ?? null;
      });
    };
    // Calls that come in get their connection when they are answered.
    if (originator === 'remote') session.on('peerconnection', ({ peerconnection }) => hear(peerconnection));
    else hear(session.connection);
    session.on('confirmed', () => show('talking'));
    session.on('ended', idle);
    session.on('failed', idle);
    show(originator === 'remote' ? 'ringing' : 'calling');
  });
  agent.start();
  return {
    dial(number) {
      agent.call(`sip:${number}@${account.domain}`, options);
    },
    answer() {
      call?.answer(options);
    },
    hangUp() {
      call?.terminate();
    },
  };
});
