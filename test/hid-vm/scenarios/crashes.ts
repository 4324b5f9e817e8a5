import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import type { HeadsetPhase } from '../../../electron/common/contract/hid-contract.ts';
import type { AppError } from '../../../electron/common/lib/app-error.ts';
import { startAppInCall } from '../lab/app-in-call.ts';
import type { CallSide } from '../lab/call-side.ts';
import { lightsOf, phases } from '../lab/call-lights.ts';
import { check, type Check, type Group } from '../lab/check.ts';
import { jabraLink380, polyBt700 } from '../lab/headset-models.ts';
import { processesOf } from '../lab/other-user.ts';
import { hasEnded } from '../lab/process-figures.ts';
import { redials } from './works.ts';

/** What a fault in native code does to a process. */
async function crash(app: CallSide): Promise<void> {
  process.kill(app.pid(), 'SIGSEGV');
  await app.untilState('failed');
}

function afterCrashIn(phase: HeadsetPhase): Check {
  return check(
    `crashed in phase ${phase}, hid-host is back by itself and writes the lights of the call`,
    async (lab) => {
      const muted = lightsOf[phase].includes('offHook');
      const shown = muted ? [...lightsOf[phase], 'mute' as const] : lightsOf[phase];
      const headset = await lab.plug(jabraLink380);
      const app = lab.startApp({ phase, muted, mayEnd: true });
      await app.untilState('ready');
      await headset.shows(...shown);
      const crashedAt = performance.now();
      await crash(app);
      await headset.shows(...shown);
      const downMs = Math.round(performance.now() - crashedAt);
      await app.untilState('ready');
      await app.tell('idle');
      await headset.shows();
      await redials(app, headset);
      return `lights written again ${downMs} ms after the crash`;
    },
  );
}

const isMissingRule = ({ code }: AppError): boolean => code === 'headset.udev-rule-missing';

const others: Check[] = [
  check('a call that ends while hid-host is down leaves no light behind', async (lab) => {
    const headset = await lab.plug(jabraLink380);
    const app = lab.startApp({ phase: 'active', muted: true, mayEnd: true });
    await app.untilState('ready');
    await headset.shows('offHook', 'mute');
    await crash(app);
    app.tellWhileDown('idle');
    await headset.shows();
  }),

  check('hid-host that crashes three times in a row comes back each time', async (lab) => {
    const headset = await lab.plug(polyBt700);
    const app = lab.startApp({ phase: 'activeAndIncoming', mayEnd: true });
    for (let crashes = 0; crashes < 3; crashes++) {
      await app.untilState('ready');
      await headset.shows('offHook', 'ring');
      await crash(app);
    }
    await app.untilState('ready');
    await headset.shows('offHook', 'ring');
    await app.tell('idle');
    await headset.shows();
    await redials(app, headset);
  }),

  check('hid-host that hangs is ended and replaced', async (lab) => {
    const headset = await lab.plug(jabraLink380);
    const app = lab.startApp({ phase: 'active', mayEnd: true, keeperPatience: 1 });
    await app.untilState('ready');
    await headset.shows('offHook');
    const hung = app.pid();
    process.kill(hung, 'SIGSTOP');
    await app.untilState('failed');
    await headset.shows('offHook');
    assert.notEqual(app.pid(), hung);
    assert.ok(hasEnded(hung));
  }),

  check('when the app dies in a call, the lights go out and hid-host ends', async (lab) => {
    const headset = await lab.plug(jabraLink380);
    const { app, hidHost } = await startAppInCall();
    await headset.shows('offHook', 'mute');
    app.kill('SIGKILL');
    await headset.shows();
    await lab.until('hid-host has ended', () => hasEnded(hidHost));
  }),

  ...[jabraLink380, polyBt700].map((model) =>
    check(`${model.name}: at the end of the app the lights go out`, async (lab) => {
      const headset = await lab.plug(model);
      const app = lab.startApp({ phase: 'activeAndIncoming', muted: true });
      await app.untilState('ready');
      await headset.shows('offHook', 'ring', 'mute');
      const stopped = await app.client().request('headset/stop', null);
      assert.ok(stopped.ok);
      await headset.shows();
      await lab.until('closed', () => app.openDevices().length === 0);
    }),
  ),

  check('a headset that this user may not open is named as such, and used once he may', async (lab) => {
    const user = 1000;
    const headset = await lab.plug(jabraLink380);
    chmodSync(headset.node, 0o600);
    const app = lab.startApp({ processes: processesOf(user), owner: user });
    const failed = await app.untilState('failed');
    assert.equal(failed.error?.code, 'headset.permission');
    const { obstacles } = await app.untilPanel('the rule', (panel) => panel.obstacles.some(isMissingRule));
    assert.match(String(obstacles.find(isMissingRule)?.details?.['rule']), /ATTRS\{idVendor\}=="0b0e"/);
    assert.deepEqual(headset.shown.rest(), []);

    // What udev does when the rule is there.
    chmodSync(headset.node, 0o666);
    await app.client().request('headset/wake', null);
    await app.untilState('ready');
    await headset.shows();
    await redials(app, headset);
  }),
];

export const crashes: Group = { name: 'crashes', checks: [...phases.map(afterCrashIn), ...others] };
