import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bedFolder } from './asterisk.ts';
import { startChild, type Child } from './child.ts';

const readyMs = 20_000;

/** The media relay between Chromium (ICE, DTLS-SRTP) and plain RTP, at UDP 30000 to 30999. */
export async function startRtpengine(folder: string): Promise<Child> {
  const config = join(bedFolder, 'kamailio/rtpengine.conf');
  const relay = startChild('rtpengine', ['-f', '-E', '--config-file', config, '--log-level', '6'], {
    folder,
    log: join(folder, 'rtpengine.log'),
    ownGroup: true,
  });
  await relay.untilOutput(/Startup complete/u, readyMs);
  return relay;
}

const ask = (question: string): Promise<string> => {
  const console = connect(2224, '127.0.0.1');
  console.write(`${question}\n`);
  return text(console);
};

/** The ports from which browsers speak to the relay now, of all calls. */
export async function browserPorts(): Promise<readonly number[]> {
  const listed = await ask('list sessions all');
  const calls = [...listed.matchAll(/callid:\s+(\S+)/gu)].map(([, callId = '']) => callId);
  const described = await Promise.all(calls.map((callId) => ask(`list sessions ${callId}`)));
  const browserLine = /over UDP\/TLS\/RTP\/SAVPF[^\n]*\n-+ Port +\S+ <> +127\.0\.0\.1:(\d+)/gu;
  return described.flatMap((call) => [...call.matchAll(browserLine)].map(([, port]) => Number(port)));
}
