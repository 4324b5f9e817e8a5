import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAsterisk, type Asterisk } from './asterisk.ts';
import { startBaresip, type Baresip } from './baresip.ts';
import { requireLoopbackOnly } from './loopback.ts';
import { colleagueTone, customerTone } from './pitches.ts';

export interface Bed {
  /** Logs, recordings, certificates of this run; removed at the end unless OFFHOOK_KEEP_BED is set. */
  readonly folder: string;
  readonly asterisk: Asterisk;
  /** Kills the exchange and starts a new one, which knows nobody. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The exchange, alone in its network. */
export async function startBed(): Promise<Bed> {
  requireLoopbackOnly();
  const folder = await mkdtemp(join(tmpdir(), 'offhook-bed-'));
  let asterisk = await startAsterisk(folder);
  return {
    folder,
    get asterisk() {
      return asterisk;
    },
    async restart() {
      await asterisk.kill();
      asterisk = await startAsterisk(folder);
    },
    async stop() {
      await asterisk.stop();
      if (process.env['OFFHOOK_KEEP_BED'] === undefined) await rm(folder, { recursive: true, force: true });
      else console.log(`The bed's files are in ${folder}`);
    },
  };
}

/** Erika Mustermann, +4930123456: an outside line that the exchange trusts. Answers calls by herself. */
export const startCustomer = (bed: Bed): Promise<Baresip> =>
  startBaresip(bed.folder, {
    name: 'customer',
    account:
      '"Erika Mustermann" <sip:+4930123456@127.0.0.1>;outbound="sip:127.0.0.1:5160;transport=udp";audio_codecs=PCMA/8000/1;regint=0;answermode=auto',
    sipPort: 5070,
    controlPort: 4447,
    firstRtpPort: 20_000,
    tone: customerTone,
    exchange: '127.0.0.1:5160',
  });

/** Clara Drei, 110: a colleague in the same queue with a desk phone, which is registered when this resolves. */
export async function startColleague(bed: Bed): Promise<Baresip> {
  const { events } = bed.asterisk.manager;
  const since = events.mark();
  const phone = await startBaresip(bed.folder, {
    name: 'colleague',
    account:
      '"Clara Drei" <sip:110@127.0.0.1>;auth_user=110;auth_pass=secret-110;outbound="sip:127.0.0.1:5160;transport=udp";audio_codecs=PCMA/8000/1;regint=600;answermode=manual',
    sipPort: 5074,
    controlPort: 4448,
    firstRtpPort: 20_200,
    tone: colleagueTone,
    exchange: '127.0.0.1:5160',
  });
  await events.until(
    'the desk phone is registered',
    (event) =>
      event.get('event') === 'ContactStatus' &&
      event.get('aor') === '110' &&
      event.get('contactstatus') !== 'Removed',
    { since },
  );
  return phone;
}
