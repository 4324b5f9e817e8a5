/** What the page of a peer gets from the benchmark. */
export interface PeerAccount {
  readonly server: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** What a maker of a phone writes with one of the libraries. */
export interface PeerPhone {
  dial(number: string): void;
  answer(): void;
  hangUp(): void;
}

/** 'registered' includes that no call is there. */
export type PeerState = 'connecting' | 'registered' | 'ringing' | 'calling' | 'talking';

/** Buttons and a loudspeaker, as the examples of both libraries have them. */
export function openPeerPage(
  start: (
    account: PeerAccount,
    parts: { readonly sound: HTMLAudioElement; show(state: PeerState): void },
  ) => PeerPhone,
): void {
  const sound = document.createElement('audio');
  sound.autoplay = true;
  const state = document.createElement('output');
  const button = (label: string, press: () => void): HTMLButtonElement => {
    const made = document.createElement('button');
    made.textContent = label;
    made.addEventListener('click', press);
    return made;
  };
  const begin = (account: PeerAccount): void => {
    const phone = start(account, {
      sound,
      show: (now) => {
        state.textContent = now;
      },
    });
    document.body.append(
      button('Call', () => phone.dial('600')),
      button('Answer', () => phone.answer()),
      button('End', () => phone.hangUp()),
    );
  };
  document.body.append(sound, state);
  Object.assign(globalThis, { beginPeer: begin });
}
