import type { CallSide } from '../lab/call-side.ts';
import type { VirtualHeadset } from '../lab/virtual-headset.ts';

/** Between calls: a press comes through, and nothing came before it. */
export async function redials(app: CallSide, headset: VirtualHeadset): Promise<void> {
  // The first report since a headset was opened only tells where its controls stand.
  headset.hook(false);
  headset.press('redial');
  await app.wants({ type: 'redial' });
}
