import { findCall, liveCalls } from '../../common/call/call-selectors.ts';
import { isOutcome } from '../../common/call/outcomes.ts';
import type { deskContract } from '../../common/contract/desk-contract.ts';
import type { DeskState } from '../../common/contract/desk-state.ts';
import type { Handlers } from '../../common/contract/server.ts';
import { appError } from '../../common/lib/app-error.ts';
import { fail, ok } from '../../common/lib/result.ts';
import type { ServerProbe } from '../../shell/server-probe.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { CallWorks } from '../call/call-work.ts';
import type { CustomerDesk } from '../customer/customer-desk.ts';
import type { HeadsetDesk } from '../headset/headset-desk.ts';
import type { Notices } from '../base/notices.ts';
import type { OperatorHandlers } from './operator-handlers.ts';
import type { ScriptDesk } from '../script/script-desk.ts';
import type { SettingsPart } from '../base/settings-change.ts';
import type { SettingsKeeper } from '../base/settings-keeper.ts';
import type { SoundDesk } from '../sound/sound-desk.ts';

export interface DeskParts {
  readonly operator: OperatorHandlers;
  readonly calls: CallDesk;
  readonly works: CallWorks;
  readonly customers: CustomerDesk;
  readonly scripts: ScriptDesk;
  readonly settings: SettingsKeeper;
  readonly headsetDesk: HeadsetDesk;
  readonly sound: SoundDesk;
  readonly notices: Notices;
  readonly probe: ServerProbe;
  readonly now: () => number;
  readonly state: () => DeskState;
  readonly focus: (callId: string) => void;
  readonly languageOf: (callId: string) => string;
  /** Note, outcome, customer or script of this call changed. */
  readonly onWork: (callId: string, cause: string) => void;
  /** Account or mode; locale or theme; what the exchange offers beyond calls. */
  readonly onSettings: (what: SettingsPart) => void;
}

export function createDeskHandlers(parts: DeskParts): Handlers<typeof deskContract> {
  const { calls, works, settings } = parts;
  const known = (callId: string): boolean => findCall(calls.state(), callId) !== undefined;
  const notFound = fail(appError('call.not-found'));

  return {
    ...parts.operator,
    'desk/state': () => ok(parts.state()),
    'customer/choose': ({ callId, customerId }) => parts.customers.choose(callId, customerId),
    'call/focus'({ id }) {
      if (!known(id)) return notFound;
      parts.focus(id);
      return ok(null);
    },
    'script/event': ({ callId, event }) => parts.scripts.event(callId, event),
    'script/start': ({ callId, script }) => parts.scripts.start(callId, script, parts.languageOf(callId)),
    'note/write'({ callId, text }) {
      if (!known(callId)) return notFound;
      works.change(callId, { note: text });
      parts.onWork(callId, 'note');
      return ok(null);
    },
    'outcome/set'({ callId, code }) {
      if (!known(callId)) return notFound;
      if (!isOutcome(code)) return fail(appError('contract.bad-input', { where: 'code' }));
      works.change(callId, { outcome: code, outcomeAt: parts.now() });
      parts.onWork(callId, 'outcome');
      return ok(null);
    },
    async 'view/set'(view) {
      const result = await settings.change(view);
      parts.onSettings('view');
      return result;
    },
    'settings/read': () => ok({ settings: settings.current(), secretsKept: settings.secretsKept }),
    async 'settings/save'({ practice, sip, password }) {
      if (!practice && sip === null) return fail(appError('sip.not-configured'));
      // Another line means another phone page; a call would end with the one it is in.
      if (liveCalls(calls.state()).length > 0) return fail(appError('settings.in-call'));
      // The relays are the administrator's, in the file.
      const { iceServers } = settings.current().sip ?? {};
      const kept = sip === null || iceServers === undefined ? sip : { iceServers, ...sip };
      const saved = await settings.change({ practice, sip: kept });
      const secret = password === undefined ? ok(null) : await settings.setSecret('sip-password', password);
      // What could not be written is in force all the same until the program ends.
      parts.onSettings('line');
      return saved.ok ? secret : saved;
    },
    async 'settings/exchange'({ queueToken, turnCredential, queue, ...wanted }) {
      const { service } = settings.current().queue;
      const whole = service === undefined ? queue : { ...queue, service };
      const saved = await settings.change({ ...wanted, queue: whole });
      const secrets = await Promise.all([
        queueToken === undefined ? ok(null) : settings.setSecret('queue-token', queueToken),
        turnCredential === undefined ? ok(null) : settings.setSecret('turn-credential', turnCredential),
      ]);
      parts.onSettings('exchange');
      return [saved, ...secrets].find((result) => !result.ok) ?? ok(null);
    },
    async 'settings/test-connection'({ sip, password }) {
      const steps = await parts.probe.probe({ ...sip, password: password ?? settings.password() ?? '' });
      return ok({ steps: [...steps] });
    },
    'headset/watch': ({ on }) => parts.headsetDesk.watch(on),
    async 'settings/hot-keys'(hotKeys) {
      const saved = await settings.change({ hotKeys });
      parts.onSettings('hot-keys');
      return saved;
    },
    'settings/headset': (wanted) => parts.headsetDesk.saveOptions(wanted),
    'sound/watch': ({ on }) => parts.sound.watch(on),
    'notice/dismiss'({ code }) {
      parts.notices.clear(code);
      return ok(null);
    },
  };
}
