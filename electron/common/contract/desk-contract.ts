import { z } from 'zod';
import { hotKeysSchema } from '../call/hot-key.ts';
import { callIdSchema } from '../call/call-model.ts';
import { headsetOptionsSchema } from '../headset/headset-quirks.ts';
import { scriptEventSchema } from '../script/step-view.ts';
import { defineContract } from './contract.ts';
import { exchangeWishSchema } from './exchange-settings.ts';
import { deskStateSchema, localeSchema, themeSchema } from './desk-state.ts';
import { appErrorSchema } from './messages.ts';
import { operatorCommands } from './operator-commands.ts';
import { settingsSchema, sipSettingsSchema } from './settings.ts';
import { soundLevelSchema } from './sound-contract.ts';

/** The hub serves, the desk page asks. The desk cannot speak SIP and sees no secret. */
export const deskContract = defineContract({
  name: 'desk',
  commands: {
    ...operatorCommands,
    'desk/state': { input: z.null(), output: deskStateSchema },
    'customer/choose': {
      input: z.object({ callId: callIdSchema, customerId: z.string().max(64) }),
      output: z.null(),
    },
    'call/focus': { input: z.object({ id: callIdSchema }), output: z.null() },
    'script/event': { input: z.object({ callId: callIdSchema, event: scriptEventSchema }), output: z.null() },
    'script/start': {
      input: z.object({ callId: callIdSchema, script: z.string().max(40) }),
      output: z.null(),
    },
    'note/write': {
      input: z.object({ callId: callIdSchema, text: z.string().max(100_000) }),
      output: z.null(),
    },
    'outcome/set': { input: z.object({ callId: callIdSchema, code: z.string().max(40) }), output: z.null() },
    'view/set': {
      input: z.object({ locale: localeSchema.exactOptional(), theme: themeSchema.exactOptional() }),
      output: z.null(),
    },
    'settings/read': {
      input: z.null(),
      output: z.object({ settings: settingsSchema, secretsKept: z.boolean() }),
    },
    'settings/save': {
      input: z.object({
        practice: z.boolean(),
        sip: sipSettingsSchema.nullable(),
        /** Absent: the one known already. */
        password: z.string().max(256).exactOptional(),
      }),
      output: z.null(),
    },
    /** What the exchange offers beyond calls. May be saved in a call: the line stays as it is. */
    'settings/exchange': {
      input: exchangeWishSchema,
      output: z.null(),
    },
    /** Opens and closes the live view; a desk that goes closes it too. */
    'headset/watch': { input: z.object({ on: z.boolean() }), output: z.null() },
    /** Keys that act from any program; only where the host can take them. */
    'settings/hot-keys': { input: hotKeysSchema, output: z.null() },
    'settings/headset': { input: headsetOptionsSchema, output: z.null() },
    /** Names what is wrong: host, port, certificate, WebSocket, account. */
    'settings/test-connection': {
      input: z.object({ sip: sipSettingsSchema, password: z.string().max(256).exactOptional() }),
      output: z.object({
        steps: z.array(
          z.object({
            step: z.enum(['host', 'port', 'certificate', 'websocket', 'account']),
            ok: z.boolean(),
            error: appErrorSchema.nullable(),
          }),
        ),
      }),
    },
    /** Opens and closes the meter of the microphone (`sound/level`); a desk that goes closes it too. */
    'sound/watch': { input: z.object({ on: z.boolean() }), output: z.null() },
    'notice/dismiss': { input: z.object({ code: appErrorSchema.shape.code }), output: z.null() },
  },
  events: { 'state/changed': deskStateSchema, 'sound/level': soundLevelSchema },
});
