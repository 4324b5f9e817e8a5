import { mkdir, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { startChild } from './child.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { untilHeard, type Heard } from './recording.ts';

const eventSchema = z.looseObject({ type: z.string() });
const messageSchema = z.union([
  z.looseObject({ event: z.literal(true), type: z.string() }),
  z.looseObject({ response: z.literal(true) }),
]);

export type BaresipEvent = z.infer<typeof eventSchema>;

/** A phone with plain RTP that speaks one tone and records what it hears. */
export interface Baresip {
  /** CALL_RINGING, CALL_ESTABLISHED, CALL_CLOSED, REGISTER_OK … */
  readonly events: EventLog<BaresipEvent>;
  dial(number: string): void;
  accept(): void;
  hangUp(): void;
  hold(): void;
  resume(): void;
  /** Waits until a whole second of what it hears from now on satisfies `holds`. */
  hears(
    what: string,
    tones: readonly number[],
    holds: (heard: Heard) => boolean,
    timeoutMs?: number,
  ): Promise<Heard>;
  stop(): Promise<void>;
}

export interface BaresipOptions {
  readonly name: string;
  /** The rest of the line in the accounts file: parameters of baresip's account module. */
  readonly account: string;
  readonly sipPort: number;
  readonly controlPort: number;
  readonly firstRtpPort: number;
  readonly tone: number;
  /** Where dialled numbers are looked for: `host` or `host:port` of a SIP URI. */
  readonly exchange: string;
}

const startMs = 10_000;

export async function startBaresip(folder: string, options: BaresipOptions): Promise<Baresip> {
  const { name } = options;
  const own = join(folder, name);
  const recordings = join(own, 'recordings');
  await mkdir(recordings, { recursive: true });
  await writeFile(join(own, 'accounts'), `${options.account}\n`);
  await writeFile(join(own, 'contacts'), '');
  await writeFile(join(own, 'config'), configOf(options, recordings));

  const child = startChild('baresip', ['-f', own], { folder: own, log: join(folder, `${name}.log`) });
  try {
    await child.untilOutput(/baresip is ready/u, startMs);
    const events = createEventLog<BaresipEvent>(name);
    const socket = await openControl(options.controlPort, events);
    const command = (word: string, params = ''): void => {
      const text = JSON.stringify({ command: word, params });
      socket.write(`${Buffer.byteLength(text)}:${text},`);
    };
    return {
      events,
      dial: (number) => command('dial', `sip:${number}@${options.exchange}`),
      accept: () => command('accept'),
      hangUp: () => command('hangup'),
      hold: () => command('hold'),
      resume: () => command('resume'),
      hears: (what, tones, holds, timeoutMs) =>
        untilHeard(recordings, `${name}: ${what}`, tones, holds, timeoutMs),
      async stop() {
        socket.destroy();
        await child.stop();
      },
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

/** The module serves one client and takes no second one: this connection must be the first. */
async function openControl(port: number, events: EventLog<BaresipEvent>): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((done, failed) => {
    socket.once('connect', () => done());
    socket.once('error', failed);
  });
  socket.on('error', () => undefined);
  let rest = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (let text = takeNetstring(); text !== undefined; text = takeNetstring()) {
      const message = messageSchema.parse(JSON.parse(text));
      if ('event' in message) events.add(eventSchema.parse(message));
    }
  });
  /** A netstring is `length:octets,`. */
  const takeNetstring = (): string | undefined => {
    const colon = rest.indexOf(':');
    const length = colon < 0 ? Number.NaN : Number(rest.subarray(0, colon).toString());
    if (Number.isNaN(length) || rest.length < colon + length + 2) return undefined;
    const text = rest.subarray(colon + 1, colon + 1 + length).toString();
    rest = rest.subarray(colon + length + 2);
    return text;
  };
  return socket;
}

/**
 * No jitter buffer: nothing is late on lo, and after a jump of the sequence numbers it drops every packet as late.
 * ausine wants two channels, else a call has no source; net_interface wants an address and not the name "lo".
 */
const configOf = (options: BaresipOptions, recordings: string): string => `
poll_method epoll
call_local_timeout 120
call_max_calls 4
sip_listen 127.0.0.1:${options.sipPort}
net_interface 127.0.0.1
audio_player aubridge,none
audio_source ausine,${options.tone}
audio_alert aubridge,none
audio_level no
ausrc_srate 48000
auplay_srate 48000
ausrc_channels 2
auplay_channels 2
audio_txmode thread
audio_buffer 20-160
rtp_ports ${options.firstRtpPort}-${options.firstRtpPort + 98}
rtcp_mux no
jitter_buffer_delay 0-0
module_path /usr/lib/baresip/modules
module g711.so
module opus.so
module ausine.so
module aubridge.so
module sndfile.so
snd_path ${recordings}
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${options.controlPort}
`;
