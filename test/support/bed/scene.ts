import type { Baresip } from './baresip.ts';
import { startBed, startColleague, startCustomer, type Bed } from './bed.ts';
import { startOperator, type Operator, type OperatorAccount, type OperatorSettings } from './operator.ts';
import { untilSoundBothWays } from './sound-flow.ts';

interface SceneParts {
  readonly account?: OperatorAccount;
  readonly settings?: OperatorSettings;
}

/** Asterisk, somebody who can call, and Offhook registered there. */
export interface Scene {
  readonly bed: Bed;
  readonly customer: Baresip;
  readonly operator: Operator;
  /** The last one that was started goes first, the exchange last. */
  stop(): Promise<void>;
}

export async function startScene(parts: SceneParts = {}): Promise<Scene> {
  const bed = await startBed();
  const customer = await startCustomer(bed);
  return { ...(await completeScene(bed, [customer], parts)), customer };
}

export interface SceneOfThree extends Scene {
  readonly colleague: Baresip;
}

/** The same with a colleague, whose telephone is there before Offhook is. */
export async function startSceneOfThree(parts: SceneParts = {}): Promise<SceneOfThree> {
  const bed = await startBed();
  const customer = await startCustomer(bed);
  const colleague = await startColleague(bed);
  return { ...(await completeScene(bed, [customer, colleague], parts)), customer, colleague };
}

async function completeScene(
  bed: Bed,
  phones: readonly Baresip[],
  { account, settings }: SceneParts,
): Promise<Omit<Scene, 'customer'>> {
  const operator = await startOperator(bed.folder, account, settings);
  await operator.untilReady();
  return {
    bed,
    operator,
    async stop() {
      await operator.stop();
      for (const phone of phones.toReversed()) await phone.stop();
      await bed.stop();
    },
  };
}

/** The customer calls, the operator answers with the headset, and both are heard. */
export async function talkToCustomer({
  customer,
  operator,
}: Pick<Scene, 'customer' | 'operator'>): Promise<void> {
  customer.dial('101');
  await operator.untilCall('rings', ({ state }) => state === 'ringing');
  await operator.press('hook');
  await operator.untilCall('active', ({ state }) => state === 'active');
  await untilSoundBothWays(operator.stats);
}
