import { check, type Check, type Group } from '../lab/check.ts';
import { headsetModels, type HeadsetModel } from '../lab/headset-models.ts';
import type { Lab } from '../lab/lab.ts';

/** A flash masks the hook for this long: some headsets hang up for a moment with it. */
const flashMaskMs = 300;

async function begin(lab: Lab, model: HeadsetModel) {
  const headset = await lab.plug(model);
  const app = lab.startApp();
  await app.untilState('ready');
  await headset.shows();
  // The first report of a device in idle only tells where its controls stand.
  headset.hook(false);
  return { headset, app };
}

/** The same calls on every kind of layout: every light as bytes at the device's end, every press as an intent. */
function callsOn(model: HeadsetModel): Check[] {
  return [
    check(`${model.name}: its buttons answer, mute, hold, resume and end a call`, async (lab) => {
      const { headset, app } = await begin(lab, model);
      await app.tell('incoming');
      await headset.shows('ring');
      headset.hook(true);
      await app.wants({ type: 'answer' });
      await app.tell('active');
      await headset.showsAnswered();

      headset.press('mute');
      await app.wants({ type: 'toggleMute' });
      await app.tell('active', true);
      await headset.shows('offHook', 'mute');
      headset.press('mute');
      await app.wants({ type: 'toggleMute' });
      await app.tell('active', false);
      await headset.shows('offHook');

      headset.press('flash');
      await app.wants({ type: 'hold' });
      await app.tell('held');
      await headset.shows('offHook', 'hold');
      headset.press('flash');
      await app.wants({ type: 'resume' });
      await app.tell('active');
      await headset.shows('offHook');

      await lab.pass(flashMaskMs + 1);
      headset.hook(false);
      await app.wants({ type: 'end' });
      await app.tell('idle');
      await headset.shows();
    }),

    check(`${model.name}: its buttons turn a second customer away, or take him and swap`, async (lab) => {
      const { headset, app } = await begin(lab, model);
      await app.tell('incoming');
      await headset.shows('ring');
      headset.hook(true);
      await app.wants({ type: 'answer' });
      await app.tell('active');
      await headset.showsAnswered();

      await app.tell('activeAndIncoming');
      await headset.shows('offHook', 'ring');
      headset.press('reject');
      await app.wants({ type: 'reject', call: 'waiting' });
      await app.tell('active');
      await headset.shows('offHook');

      await app.tell('activeAndIncoming');
      await headset.shows('offHook', 'ring');
      headset.press('flash');
      await app.wants({ type: 'holdAndAnswer' });
      await app.tell('activeAndHeld');
      await headset.shows('offHook');
      headset.press('flash');
      await app.wants({ type: 'swap' });
      await app.tell('activeAndHeld');
      await headset.shows('offHook');

      await lab.pass(flashMaskMs + 1);
      headset.hook(false);
      await app.wants({ type: 'end' });
      await app.tell('held');
      await headset.shows('offHook', 'hold');
      // The headset follows the light that is lit again; nobody pressed.
      headset.hook(true);
      headset.press('flash');
      await app.wants({ type: 'resume' });
      await app.tell('active');
      await headset.shows('offHook');
      await app.tell('idle');
      await headset.shows();
    }),

    check(
      `${model.name}: answered at the desk, it follows, and a hang-up right after it counts`,
      async (lab) => {
        const { headset, app } = await begin(lab, model);
        await app.tell('incoming');
        await headset.shows('ring');
        await app.tell('active');
        await headset.showsAnswered();
        headset.hook(true);
        headset.hook(false);
        await app.wants({ type: 'end' });
        await app.tell('idle');
        await headset.shows();
      },
    ),

    check(
      `${model.name}: its buttons redial, open the dialler and reject; off-hook is lit while it rings there`,
      async (lab) => {
        const { headset, app } = await begin(lab, model);
        headset.press('redial');
        await app.wants({ type: 'redial' });
        headset.hook(true);
        await app.wants({ type: 'dialIntent' });
        await app.tell('outgoing');
        await headset.shows('offHook');
        await app.tell('active');
        await headset.shows('offHook');
        await app.tell('idle');
        await headset.shows();
        headset.hook(false);

        await app.tell('incoming');
        await headset.shows('ring');
        headset.press('reject');
        await app.wants({ type: 'reject', call: 'incoming' });
        await app.tell('idle');
        await headset.shows();

        await app.tell('incoming');
        await headset.shows('ring');
        await app.tell('idle');
        await headset.shows();
        // The answer that crossed the end of the call is none, and does not open the dialler either.
        headset.hook(true);
        await headset.shows();
      },
    ),
  ];
}

export const calls: Group = { name: 'calls', checks: headsetModels.flatMap(callsOn) };
