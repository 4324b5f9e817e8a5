import { mayBeHeadset } from './headset-collections.ts';
import { pageScheme, type PageName } from './page-identity.ts';
import { parseAddress } from './web-address.ts';

/**
 * Who may have what. Written out in full: a name that a new Electron adds is a compile error in electron-main until
 * somebody has decided it here.
 */
export const permissionTable = {
  ar: 'nobody',
  'automatic-fullscreen': 'nobody',
  'background-fetch': 'nobody',
  'background-sync': 'nobody',
  'captured-surface-control': 'nobody',
  'clipboard-read': 'nobody',
  // "Copy number" on the customer card.
  'clipboard-sanitized-write': 'desk',
  'deprecated-sync-clipboard-read': 'nobody',
  'display-capture': 'nobody',
  fileSystem: 'nobody',
  fullscreen: 'nobody',
  geolocation: 'nobody',
  'geolocation-approximate': 'nobody',
  'hand-tracking': 'nobody',
  // The phone reads what devices declare, which Windows tells to nobody else. Headsets are opened by hid-host alone.
  hid: 'phone',
  'idle-detection': 'nobody',
  keyboardLock: 'nobody',
  'local-fonts': 'nobody',
  // Local Network Access: without these three a WebSocket to a PBX in the office dies before a socket is opened.
  'local-network': 'line',
  'local-network-access': 'line',
  'loopback-network': 'line',
  // The microphone of the operator; a camera is refused below.
  media: 'microphone',
  mediaKeySystem: 'nobody',
  midi: 'nobody',
  midiSysex: 'nobody',
  nfc: 'nobody',
  // Notices are shown by the main process.
  notifications: 'nobody',
  openExternal: 'nobody',
  'payment-handler': 'nobody',
  'periodic-background-sync': 'nobody',
  'persistent-storage': 'nobody',
  pointerLock: 'nobody',
  // The main process keeps the machine awake while a call is up.
  'screen-wake-lock': 'nobody',
  sensors: 'nobody',
  serial: 'nobody',
  'smart-card': 'nobody',
  // The earpiece of the headset as the output of the call (setSinkId).
  'speaker-selection': 'phone',
  'storage-access': 'nobody',
  'system-wake-lock': 'nobody',
  'top-level-storage-access': 'nobody',
  usb: 'nobody',
  vr: 'nobody',
  'web-app-installation': 'nobody',
  'web-printing': 'nobody',
  'window-management': 'nobody',
  unknown: 'nobody',
} as const satisfies Readonly<Record<string, 'nobody' | 'desk' | 'phone' | 'line' | 'microphone'>>;

export type PermissionName = keyof typeof permissionTable;

export interface PermissionQuestion {
  readonly permission: string;
  /** Whose window asks; `null` for anything that is none of our two windows. */
  readonly page: PageName | null;
  readonly isMainFrame: boolean;
  readonly requestingUrl: string | undefined;
  /** What a `media` question is about, as Electron names it: audio, video, unknown. */
  readonly media: readonly string[];
  /** A telephone server is set up, or the practice exchange runs. */
  readonly lineExpected: boolean;
}

/** The one answer for both of Electron's permission handlers. Everything not granted in the table is refused. */
export function decidePermission(question: PermissionQuestion): boolean {
  const { permission, page } = question;
  if (page === null || !question.isMainFrame || !isOwnPage(question.requestingUrl, page)) return false;
  if (!isPermissionName(permission)) return false;
  const holder = permissionTable[permission];
  if (holder === 'line') return page === 'phone' && question.lineExpected;
  if (holder === 'microphone') return page === 'phone' && isMicrophoneOnly(question.media);
  return holder === page;
}

export interface DeviceQuestion {
  /** As Electron names it: hid, serial, usb. */
  readonly deviceType: string;
  /** `scheme://host` of the page that asks. */
  readonly origin: string;
  /** The top-level collections of a HID device; none for other kinds. */
  readonly collections: readonly { readonly usagePage: number }[];
}

/** Whether a page sees a device without anybody being asked: the phone what may be a headset, nobody else anything. */
export function decideDevice({ deviceType, origin, collections }: DeviceQuestion): boolean {
  return deviceType === 'hid' && isOwnPage(origin, 'phone') && mayBeHeadset(collections);
}

function isPermissionName(name: string): name is PermissionName {
  return Object.hasOwn(permissionTable, name);
}

function isMicrophoneOnly(media: readonly string[]): boolean {
  return media.length === 1 && media[0] === 'audio';
}

function isOwnPage(address: string | undefined, page: PageName): boolean {
  const parsed = address === undefined ? null : parseAddress(address);
  return parsed?.protocol === `${pageScheme}:` && parsed.host === page;
}
