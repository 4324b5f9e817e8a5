/**
 * The one catalogue of failures an operator or administrator may meet. The text here is for logs and `ctl`; what
 * people read is `error.<code>.what` and `error.<code>.do` in renderer/i18n, one pair per code and language.
 */
const catalogue = {
  'contract.unknown-channel': 'the other side asked for something this version does not offer',
  'contract.bad-input': 'the message does not have the agreed form',
  'contract.bad-output': 'the answer does not have the agreed form',
  'contract.sender-refused': 'the message did not come from the page it belongs to',
  'contract.timeout': 'the other side did not answer in time',
  'contract.closed': 'the connection to the other side is closed',
  'call.not-found': 'there is no such call',
  'call.not-possible': 'the call is not in a state that allows this',
  'call.no-line': 'the line is not registered',
  'call.invalid-number': 'this is not a number that can be dialled',
  'call.line-full': 'no further call can be taken',
  'call.rejected': 'the other side did not accept the call',
  'call.failed': 'the call failed',
  'call.answer-unreachable': 'the answer to the call names no address that can be reached',
  'call.connection-lost': 'the call was lost with the connection',
  'call.hold-refused': 'the server did not accept the hold',
  'call.transfer-not-answered': 'the colleague did not take the call that was handed over',
  'call.transfer-silent': 'the exchange has not said what became of the transfer',
  'call.transfer-taken-back': 'the transfer was taken back',
  'call.transfer-final': 'the exchange has the call already and does not give it back',
  'call.customer-lost': 'the transfer failed after the caller had left',
  'code.not-set': 'the code of the telephone exchange for this is not set up',
  'queue.service-silent': 'the web service of the queue does not answer',
  'queue.service-refused': 'the web service of the queue refuses',
  'sip.password-refused': 'the telephone server refuses user or password',
  'sip.account-unknown': 'the telephone server does not know this account',
  'sip.forbidden': 'the telephone server forbids this account to register',
  'sip.host-unknown': 'the name of the telephone server cannot be resolved',
  'sip.port-refused': 'nothing listens at the address of the telephone server',
  'sip.certificate-expired': 'the certificate of the telephone server has expired',
  'sip.certificate-wrong-host': 'the certificate of the telephone server is for another host',
  'sip.certificate-untrusted': 'the certificate of the telephone server comes from an unknown issuer',
  'sip.not-websocket': 'the telephone server does not speak SIP over WebSocket at this address',
  'sip.server-silent': 'the telephone server does not answer',
  'sip.server-unavailable': 'the telephone server is out of service for now',
  'sip.connection-lost': 'the connection to the telephone server was lost',
  'sip.not-configured': 'no telephone server is set up',
  'media.microphone-denied': 'the microphone may not be used',
  'media.microphone-missing': 'there is no microphone',
  'media.microphone-busy': 'the microphone is used by another program',
  'media.microphone-replaced': 'the microphone that should be used is not there; another one is used',
  'media.speaker-replaced': 'the loudspeaker that should be used is not there; another one is used',
  'media.speaker-missing': 'the loudspeaker is not there, and there is no other one',
  'media.ringer-replaced': 'the loudspeaker that should ring is not there; another one rings',
  'media.no-such-device': 'there is no such sound device',
  'media.speaking-while-muted': 'somebody speaks into the muted microphone',
  'media.microphone-silent': 'the microphone is on and gives no sound at all',
  'media.speaker-failed': 'the loudspeaker does not play',
  'media.poor-line': 'the sound of the line is too poor for a call',
  'media.not-connected': 'no sound is carried',
  'media.port-blocked': 'the browser engine refuses the media port of the server',
  'headset.none': 'no call headset is connected',
  'headset.permission': 'the headset may not be opened',
  'headset.failed': 'the headset does not work as it should',
  'headset.busy': 'the headset is in a call',
  'headset.flooding': 'the headset sends more than a headset can have to say and was put aside',
  'headset.used-elsewhere': 'another program uses the headset',
  'headset.guarded-hangup': 'the headset hung up, but another program may have done it; the call goes on',
  'headset.quirks-invalid': 'a file of headset quirks is not valid and is ignored',
  'headset.descriptor-invalid': 'a descriptor file is not hexadecimal and is ignored',
  'headset.udev-rule-missing': 'the system has no rule that lets this user open the headset',
  'headset.mute-key-doubled': 'the system also takes the mute button of the headset for its own',
  'headset.export-failed': 'the recording cannot be written',
  'headset.no-such-device': 'there is no such headset',
  'headset.host-down': 'the headset service is restarting',
  'phone.unavailable': 'the phone part of the program is restarting',
  'store.unavailable': 'customer data is not available for the moment',
  'store.corrupt': 'the database was damaged and has been put aside',
  'store.read-only': 'the profile folder cannot be written',
  'store.full': 'the disk is full',
  'script.invalid': 'the script has errors',
  'script.not-possible': 'the script does not allow this step',
  'config.unreadable': 'the configuration file cannot be read',
  'config.malformed': 'the configuration file is not valid JSON',
  'config.invalid': 'the configuration has a value that is not allowed',
  'config.unknown-key': 'the configuration has a key that does not exist',
  'preflight.in-call': 'the check is not possible while a call is up',
  'preflight.interrupted': 'a call came in the middle of the check',
  'preflight.no-echo': 'no number that sends back the sound is set up',
  'relay.refused': 'a STUN or TURN server refuses',
  'relay.unreachable': 'a STUN or TURN server cannot be reached',
  'relay.silent': 'a STUN or TURN server does not answer',
  'relay.unusable': 'a STUN or TURN server cannot be used as it is set up',
  'hot-key.taken': 'another program has this key',
  'settings.in-call': 'the line cannot be changed while a call is up',
  'secret.unavailable': 'the secret store of the system cannot be used',
  'host.port-taken': 'the port is used by another program',
  'host.already-running': 'Offhook runs already with this profile',
  'host.page-missing': 'the phone page is not open',
  'practice.off': 'this works in practice mode only',
  'ctl.off': 'remote control is switched off',
  'ctl.not-running': 'Offhook does not run with this profile',
  'ctl.bad-arguments': 'the command was not understood',
  internal: 'an error inside the program',
} as const;

export type ErrorCode = keyof typeof catalogue;

export const errorCodes = Object.keys(catalogue) as readonly ErrorCode[];

/** What crosses processes and files in place of an exception. `details` never holds secrets or customer data. */
export interface AppError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export function appError(code: ErrorCode, details?: AppError['details']): AppError {
  const message = catalogue[code];
  return details === undefined ? { code, message } : { code, message, details };
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(catalogue, value);
}
