import type { Client } from '../../common/contract/client.ts';
import type { phoneContract } from '../../common/contract/phone-contract.ts';
import type {
  CallCheck,
  MicrophoneCheck,
  RelayTrial,
  SpeakerCheck,
} from '../../common/contract/phone-checks.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, type Result } from '../../common/lib/result.ts';

/** What the phone page finds when it is asked before a shift. */
export interface PhoneChecks {
  microphone(): Promise<Result<MicrophoneCheck>>;
  speaker(): Promise<Result<SpeakerCheck>>;
  /** One for each STUN and TURN server of the account. */
  relays(): Promise<Result<{ readonly trials: readonly RelayTrial[] }>>;
  call(target: string): Promise<Result<CallCheck>>;
}

/** A person may have to allow the microphone first. */
const microphoneMs = 30_000;
const speakerMs = 10_000;
/** Each is given 5 s, all at once. */
const relaysMs = 10_000;
/** 15 s until the answer, 5 s of sound. */
const callMs = 27_000;

export function createPhoneChecks(page: () => Client<typeof phoneContract> | undefined): PhoneChecks {
  const gone = (): Result<never> => fail(appError('phone.unavailable'));
  return {
    microphone: async () => page()?.request('check/microphone', null, { timeoutMs: microphoneMs }) ?? gone(),
    speaker: async () => page()?.request('check/speaker', null, { timeoutMs: speakerMs }) ?? gone(),
    relays: async () => page()?.request('check/relays', null, { timeoutMs: relaysMs }) ?? gone(),
    call: async (target) => page()?.request('check/call', { target }, { timeoutMs: callMs }) ?? gone(),
  };
}
