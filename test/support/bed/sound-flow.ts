import { setTimeout as wait } from 'node:timers/promises';
import type { CallStats } from '../../../electron/common/contract/phone-contract.ts';

/** What was added between two samples of a call. */
export interface Flow {
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly energySent: number;
  readonly energyReceived: number;
}

const flowOf = (before: CallStats, after: CallStats): Flow => ({
  packetsSent: after.packetsSent - before.packetsSent,
  packetsReceived: after.packetsReceived - before.packetsReceived,
  packetsLost: after.packetsLost - before.packetsLost,
  energySent: after.energySent - before.energySent,
  energyReceived: after.energyReceived - before.energyReceived,
});

/** One second of speech at 50 packets each way. */
const enoughPackets = 50;
/** A tone of 0.3 has 0.045 a second; 0.001 is no noise floor. */
const enoughEnergy = 0.001;

const isSent = (flow: Flow): boolean => flow.packetsSent >= enoughPackets && flow.energySent >= enoughEnergy;
const isReceived = (flow: Flow): boolean =>
  flow.packetsReceived >= enoughPackets && flow.energyReceived >= enoughEnergy;

type Sample = () => Promise<CallStats>;

/**
 * Samples a call until at least a second's packets and energy went in both directions since the first sample. A SIP
 * dialog is no proof of sound: DTLS may hang for ever with the call established.
 */
export const untilSoundBothWays = (sample: Sample, timeoutMs = flowMs): Promise<Flow> =>
  untilFlow(sample, (flow) => isSent(flow) && isReceived(flow), timeoutMs);

/** For far ends that say nothing. */
export const untilSoundSent = (sample: Sample): Promise<Flow> => untilFlow(sample, isSent);

/** For what is heard before anybody answered, or while the own microphone is off. */
export const untilSoundReceived = (sample: Sample): Promise<Flow> => untilFlow(sample, isReceived);

const flowMs = 15_000;

/** Resolves with what was added since the first sample as soon as that is enough. */
export async function untilFlow(
  sample: Sample,
  isEnough: (flow: Flow) => boolean,
  timeoutMs = flowMs,
): Promise<Flow> {
  const before = await sample();
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const flow = flowOf(before, await sample());
    if (isEnough(flow)) return flow;
    if (Date.now() > deadline) throw new Error(`too little sound: ${JSON.stringify(flow)}`);
    // Counters announce nothing: they can only be read again.
    await wait(100);
  }
}
