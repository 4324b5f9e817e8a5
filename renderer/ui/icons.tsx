import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './icons.module.css';

/** Always beside a word, so never read out. Directional ones turn round from right to left; telephones do not. */
function Icon({
  children,
  isDirectional = false,
  isLarge = false,
}: {
  readonly children: ReactNode;
  readonly isDirectional?: boolean;
  readonly isLarge?: boolean;
}): ReactElement {
  return (
    <svg
      className={classNames(css.icon, isDirectional && css.directional, isLarge && css.large)}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

const handset =
  'M6.5 3.5 9 3l2 5-2.2 1.8a12 12 0 0 0 5.4 5.4L16 13l5 2-.5 2.5c-.3 1.6-1.6 2.6-3.2 2.4C10.3 19 5 13.7 4.1 6.700c-.2-1.6.8-2.9 2.4-3.200Z';

export const Handset = (): ReactElement => (
  <Icon>
    <path d={handset} />
  </Icon>
);

export const HandsetDown = (): ReactElement => (
  <Icon>
    <path d="M3 14c5-5 13-5 18 0l-1.5 3-4.5-1v-2.600a11 11 0 0 0-6 0V16l-4.5 1Z" />
  </Icon>
);

export const Microphone = (): ReactElement => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.500a6.5 6.5 0 0 0 13 0M12 18v3" />
  </Icon>
);

export const MicrophoneOff = (): ReactElement => (
  <Icon>
    <path d="M9 9V6a3 3 0 0 1 6 0v5a3 3 0 0 1-.3 1.300M12 14a3 3 0 0 1-3-3M5.5 11.500a6.5 6.5 0 0 0 10 5.500M18.5 11.500a6 6 0 0 1-.6 2.500M12 18v3M4 4l16 16" />
  </Icon>
);

export const Bars = (): ReactElement => (
  <Icon>
    <path d="M9 5v14M15 5v14" />
  </Icon>
);

export const Triangle = (): ReactElement => (
  <Icon>
    <path d="M8 5v14l11-7Z" />
  </Icon>
);

export const ArrowOut = (): ReactElement => (
  <Icon isDirectional>
    <path d="M4 12h15M13 6l6 6-6 6" />
  </Icon>
);

export const ArrowBack = (): ReactElement => (
  <Icon isDirectional>
    <path d="M20 12H5M11 6l-6 6 6 6" />
  </Icon>
);

export const Swap = (): ReactElement => (
  <Icon>
    <path d="M4 9h15l-4-4M20 15H5l4 4" />
  </Icon>
);

export const People = (): ReactElement => (
  <Icon>
    <path d="M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 19c0-3 2.5-5 6-5s6 2 6 5M16 5a3 3 0 0 1 0 6M17 14c2.5.5 4 2.3 4 5" />
  </Icon>
);

export const Keypad = (): ReactElement => (
  <Icon>
    <path
      d="M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01"
      strokeWidth="3.5"
    />
  </Icon>
);

export const ChevronDown = (): ReactElement => (
  <Icon>
    <path d="m6 9 6 6 6-6" />
  </Icon>
);

export const Headset = (): ReactElement => (
  <Icon>
    <path d="M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H5a1 1 0 0 1-1-1ZM20 14h-3v5h2a1 1 0 0 0 1-1ZM18 19c0 1.5-2 2-4 2" />
  </Icon>
);

export const Socket = (): ReactElement => (
  <Icon>
    <path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0ZM12 17v4" />
  </Icon>
);

/* The shapes of the operator state: told apart by outline alone, in greyscale and from two metres. */
export const CheckShape = (): ReactElement => (
  <Icon isLarge>
    <circle cx="12" cy="12" r="9" />
    <path d="m8 12.5 3 3 5.5-6" />
  </Icon>
);

export const BellShape = (): ReactElement => (
  <Icon isLarge>
    <path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4ZM10 21h4M2.5 8A9 9 0 0 1 5 3.500M21.5 8A9 9 0 0 0 19 3.5" />
  </Icon>
);

export const SpeechShape = (): ReactElement => (
  <Icon isLarge>
    <path d="M4 5h16v11h-9l-4 4v-4H4Z" fill="currentColor" />
  </Icon>
);

export const HeldShape = (): ReactElement => (
  <Icon isLarge>
    <path d="M7 4v16M17 4v16" strokeWidth="5" strokeLinecap="butt" />
  </Icon>
);

export const PenShape = (): ReactElement => (
  <Icon isLarge>
    <path d="m4 20 1-5L16 4l4 4L9 19Z M13 7l4 4" />
  </Icon>
);

export const CupShape = (): ReactElement => (
  <Icon isLarge>
    <path d="M4 9h12v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5ZM16 11h2a2.5 2.5 0 0 1 0 5h-2M8 3v2.500M12 3v2.5" />
  </Icon>
);

export const CrossShape = (): ReactElement => (
  <Icon isLarge>
    <path d="M8 3h8l5 5v8l-5 5H8l-5-5V8ZM9 9l6 6M15 9l-6 6" />
  </Icon>
);

export const Warning = (): ReactElement => (
  <Icon>
    <path d="M12 4 2.5 20h19ZM12 10v5M12 17.500v.01" />
  </Icon>
);

export const CheckMark = (): ReactElement => (
  <Icon>
    <path d="m5 12.5 5 5 9-11" />
  </Icon>
);

export const Dash = (): ReactElement => (
  <Icon>
    <path d="M6 12h12" />
  </Icon>
);

export const Cup = (): ReactElement => (
  <Icon>
    <path d="M4 9h12v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5ZM16 11h2a2.5 2.5 0 0 1 0 5h-2" />
  </Icon>
);

/** Four bars of rising height, so many of them filled: told by shape, without colour. */
export const SignalBars = ({ lit }: { readonly lit: 1 | 2 | 3 | 4 }): ReactElement => (
  <Icon>
    {[1, 2, 3, 4].map((bar) => (
      <rect
        key={bar}
        x={bar * 5 - 2}
        y={20 - bar * 4}
        width="3"
        height={bar * 4}
        fill={bar <= lit ? 'currentColor' : 'none'}
        strokeWidth="1"
      />
    ))}
  </Icon>
);
