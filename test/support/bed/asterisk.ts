import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../paths.ts';
import { makeTone, toRaw16 } from '../tones.ts';
import { startChild } from './child.ts';
import { connectManager, type Manager } from './manager.ts';
import { musicTone } from './pitches.ts';

export const bedFolder = join(root, 'test/pbx/bed');
export const plainServer = 'ws://127.0.0.1:8088/ws';
export const securedServer = 'wss://127.0.0.1:8089/ws';

export interface Asterisk {
  readonly manager: Manager;
  readonly version: string;
  /** The accounts that are registered now. */
  contacts(): Promise<readonly string[]>;
  /** Whatever goes on is hung up, so that one test cannot spoil the next. Resolves when no channel is left. */
  endAllCalls(): Promise<void>;
  /** Everything it logged, from verbose up. */
  messages(): Promise<string>;
  stop(): Promise<void>;
  /** As when the machine loses power: no BYE, no closing handshake of the WebSocket. */
  kill(): Promise<void>;
}

/** Ready after about half a second on 2 cores. */
const readyMs = 20_000;

/**
 * Starts Asterisk from the chroot in OFFHOOK_ASTERISK with the configuration of test/pbx/bed/asterisk. Everything that
 * it writes is below `folder`, so that runs do not meet.
 */
export async function startAsterisk(folder: string): Promise<Asterisk> {
  const chroot = process.env['OFFHOOK_ASTERISK'];
  if (chroot === undefined)
    throw new Error('OFFHOOK_ASTERISK is not set: start the suite with "npm run test:pbx"');
  const work = join(folder, 'asterisk');
  for (const part of ['etc', 'lib/music', 'lib/keys', 'spool', 'run', 'log'])
    await mkdir(join(work, part), { recursive: true });
  await cp(join(bedFolder, 'asterisk'), join(work, 'etc'), { recursive: true });
  await writeFile(join(work, 'lib/music/tune.sln16'), toRaw16(makeTone(musicTone, 8, 16_000)));
  await makeCertificate(join(work, 'lib'));

  const server = startChild(
    'sh',
    [
      join(bedFolder, 'in-chroot.sh'),
      chroot,
      work,
      '/usr/sbin/asterisk',
      '-f',
      '-n',
      '-C',
      '/bed/etc/asterisk.conf',
    ],
    { folder, log: join(folder, 'asterisk-console.log') },
  );
  try {
    await server.untilOutput(/Asterisk Ready/u, readyMs);
    const manager = await connectManager();
    const version = await manager.command('core show version');
    return {
      manager,
      version,
      contacts: async () => {
        const listed = await manager.command('pjsip show contacts');
        return [...listed.matchAll(/^\s*Contact: +(\d+)\/sip:/gmu)].map(([, account = '']) => account);
      },
      endAllCalls: () => endAllCalls(manager),
      messages: () => readFile(join(work, 'log/messages'), 'utf8'),
      async stop() {
        manager.close();
        await server.stop();
      },
      async kill() {
        manager.close();
        process.kill(server.pid, 'SIGKILL');
        await server.ended;
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function endAllCalls({ command, events }: Manager): Promise<void> {
  const listChannels = async (): Promise<readonly string[]> =>
    (await command('core show channels concise')).split('\n').filter((line) => line.includes('!'));
  for (;;) {
    const since = events.mark();
    if ((await listChannels()).length === 0) return;
    await command('channel request hangup all');
    await events.until('a channel is gone', (event) => event.get('event') === 'Hangup', { since });
  }
}

/** Self-signed: no client trusts it. */
async function makeCertificate(folder: string): Promise<void> {
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
  ]);
}
