import { join } from 'node:path';
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
