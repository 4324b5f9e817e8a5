import { phoneContract } from '../../../electron/common/contract/phone-contract.ts';
import { serve, type Server } from '../../../electron/common/contract/server.ts';
import type { Wire } from '../../../electron/common/contract/wire.ts';
import { ok } from '../../../electron/common/lib/result.ts';
import type { PublishPhoneEvent } from '../phone-events.ts';
import type { SipEngine } from '../sip-engine.ts';

export interface PhoneServerOptions {
  /** Exceptions that got through to the wire; nothing of the payload is told. */
  onDefect(where: string, defect: unknown): void;
}

/** Answers the hub's commands with the engine that `createEngine` builds, and publishes what the engine tells. */
export function servePhone(
  wire: Wire,
  createEngine: (publish: PublishPhoneEvent) => SipEngine,
  options: PhoneServerOptions,
): Server<typeof phoneContract> {
  const engine = createEngine((event, payload) => {
    server.publish(event, payload);
  });
  const server = serve(
    phoneContract,
    wire,
    {
      'phone/configure': ({ account, audio, rules, events }) =>
        engine.configure(account, audio, rules, events),
      'phone/network-changed': () => {
        engine.networkChanged();
        return ok(null);
      },
      'phone/reconnect': () => {
        engine.reconnect();
        return ok(null);
      },
      'phone/stop': async () => {
        await engine.stop();
        return ok(null);
      },
      'line/dial': ({ id, target, referral }) => engine.dial(id, target, referral),
      'line/answer': ({ id }) => engine.answer(id),
      'line/beep': ({ id }) => engine.beep(id),
      'line/reject': ({ id, status }) => engine.reject(id, status),
      'line/hangup': ({ id }) => engine.hangUp(id),
      'line/take-back': ({ id, dialog }) => engine.takeBack(id, dialog),
      'line/goodbye': ({ dialog }) => engine.sayGoodbye(dialog),
      'line/hold': ({ id }) => engine.hold(id),
      'line/resume': ({ id }) => engine.resume(id),
      'line/mute': ({ on }) => {
        engine.setMuted(on);
        return ok(null);
      },
      'line/dtmf': ({ id, tones }) => engine.sendTones(id, tones),
      'line/transfer': ({ id, target }) => engine.transfer(id, target),
      'line/connect': ({ id, with: other }) => engine.connect(id, other),
      'line/conference': ({ ids }) => engine.conference(ids),
      'line/split': ({ hold }) => engine.split(hold),
      'line/code': ({ target }) => engine.sendCode(target),
      'line/stats': ({ id }) => engine.readStats(id),
      'check/microphone': () => engine.checkMicrophone(),
      'check/speaker': () => engine.checkSpeaker(),
      'check/relays': () => engine.checkRelays(),
      'check/call': ({ target }) => engine.testCall(target),
      'sound/play': ({ sound, language }) => engine.playSample(sound, language),
      'sound/measure': ({ on }) => engine.measureMicrophone(on),
      'phone/trace': async (part) => ok(await engine.exportTrace(part)),
      'process/ping': () => ok(null),
    },
    {
      onError: (error, defect) => {
        if (defect !== undefined) options.onDefect(error.code, defect);
      },
    },
  );
  return server;
}
