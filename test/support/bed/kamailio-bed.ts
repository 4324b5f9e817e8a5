import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../certificates.ts';
import { startBaresip, type Baresip } from './baresip.ts';
import type { Child } from './child.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { startKamailio, type Kamailio, type ProxyEvent } from './kamailio.ts';
import { requireLoopbackOnly } from './loopback.ts';
import { startOperator, type Operator, type OperatorAccount, type OperatorSettings } from './operator.ts';
import { colleagueTone, customerTone } from './pitches.ts';
import { startRtpengine } from './rtpengine.ts';

export const webSocketPort = 5066;
/** Of the wss ports each but the first has one fault; see test/pbx/bed/kamailio/tls.cfg. */
export const securedPorts = { good: 5067, expired: 5068, 'other-host': 5069, untrusted: 5065 } as const;

export interface KamailioBed {
  /** Logs, recordings, certificates of this run; removed at the end unless OFFHOOK_KEEP_BED is set. */
  readonly folder: string;
  readonly kamailio: Kamailio;
  /** What passed the proxy, over restarts. */
  readonly events: EventLog<ProxyEvent>;
  /** What an operator's machine has to trust for the good wss port; only in a bed with `secured`. */
  readonly trusted: Required<OperatorAccount>['trusted'] | undefined;
  /** The built app as user `account.user`, registered at the proxy itself unless `account.servers` says otherwise. */
  startOperator(account?: OperatorAccount, more?: OperatorSettings): Promise<Operator>;
  /** Kills the proxy; resolves with what starts it again, knowing nobody. */
  killProxy(): Promise<() => Promise<void>>;
  /** Kills the media relay and starts it again without a single call. */
  restartRelay(): Promise<void>;
  stop(): Promise<void>;
}

export async function startKamailioBed({ secured = false } = {}): Promise<KamailioBed> {
  requireLoopbackOnly();
  const folder = await mkdtemp(join(tmpdir(), 'offhook-bed-'));
  const events = createEventLog<ProxyEvent>('Kamailio');
  const trusted = secured ? await makeCertificates(folder) : undefined;
  const start = (): Promise<Kamailio> => startKamailio(folder, { secured, events });
  let relay: Child = await startRtpengine(folder);
  let kamailio = await start();
  return {
    folder,
    events,
    trusted,
    get kamailio() {
      return kamailio;
    },
    startOperator: (account = {}, more = {}) =>
      startOperator(
        folder,
        {
          servers: [`ws://127.0.0.1:${webSocketPort}/`],
          domain: 'pbx.test',
          ...(trusted === undefined ? {} : { trusted }),
          ...account,
        },
        more,
      ),
    async killProxy() {
      await kamailio.kill();
      return async () => {
        kamailio = await start();
      };
    },
    async restartRelay() {
      await relay.killGroup();
      relay = await startRtpengine(folder);
    },
    async stop() {
      await kamailio.stop();
      await relay.stop();
      if (process.env['OFFHOOK_KEEP_BED'] === undefined) await rm(folder, { recursive: true, force: true });
      else console.log(`The bed's files are in ${folder}`);
    },
  };
}

/** 201: a customer with a plain phone that speaks PCMA. Answers by herself. */
export const startCustomerPhone = (bed: KamailioBed): Promise<Baresip> =>
  startPhone(bed, { name: 'customer', number: '201', port: 5070, control: 4447, codec: 'PCMA/8000/1', tone: customerTone }); // prettier-ignore

/** 202: another, whose phone prefers Opus. */
export const startOpusPhone = (bed: KamailioBed): Promise<Baresip> =>
  startPhone(bed, { name: 'opus', number: '202', port: 5072, control: 4448, codec: 'opus/48000/2', tone: colleagueTone }); // prettier-ignore

function startPhone(
  bed: KamailioBed,
  phone: { name: string; number: string; port: number; control: number; codec: string; tone: number },
): Promise<Baresip> {
  const address = `"Erika Mustermann" <sip:${phone.number}@pbx.test>`;
  return startBaresip(bed.folder, {
    name: phone.name,
    account: `${address};outbound="sip:127.0.0.1:5060;transport=udp";audio_codecs=${phone.codec};regint=0;answermode=auto`,
    sipPort: phone.port,
    controlPort: phone.control,
    firstRtpPort: 20_000 + 100 * (phone.port - 5070),
    tone: phone.tone,
    exchange: 'pbx.test',
  });
}

/** One authority that operators trust, one that nobody knows, and a server certificate for each port. */
async function makeCertificates(folder: string): Promise<{ authority: string; keyHash: string }> {
  const known = createAuthority(join(folder, 'authority'));
  const unknown = createAuthority(join(folder, 'unknown-authority'));
  const names = 'IP:127.0.0.1';
  const good = known.issue(names);
  const issued = {
    good,
    expired: known.issue(names, '20200101000000Z', '20200201000000Z'),
    'other-host': known.issue('DNS:other.example'),
    untrusted: unknown.issue(names),
  } satisfies Record<keyof typeof securedPorts, unknown>;
  for (const [name, { key, cert }] of Object.entries(issued)) {
    await writeFile(join(folder, `${name}.key`), key);
    await writeFile(join(folder, `${name}.pem`), cert);
  }
  const spki = new X509Certificate(good.cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    authority: join(folder, 'authority/ca.pem'),
    keyHash: createHash('sha256').update(spki).digest('base64'),
  };
}
