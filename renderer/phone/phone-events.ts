import type { EventName, EventPayload } from '../../electron/common/contract/contract.ts';
import type { phoneContract } from '../../electron/common/contract/phone-contract.ts';

type PhoneContract = typeof phoneContract;

/** Tells the hub what happened. */
export type PublishPhoneEvent = <N extends EventName<PhoneContract>>(
  event: N,
  payload: EventPayload<PhoneContract, N>,
) => void;
