import type { TraceChunk } from '../../common/contract/trace-wire.ts';
import type { Clock } from '../../common/lib/clock.ts';
import type { Result } from '../../common/lib/result.ts';
import type { TraceFiles } from '../../shell/trace-files.ts';
import type { PhoneLink } from './phone-link.ts';

/** Fetches the trace part by part, so that no answer waits behind it, and writes it as a text file. */
export async function exportTrace(
  parts: { readonly clock: Clock; readonly phone: Pick<PhoneLink, 'trace'>; readonly files: TraceFiles },
  includeCustomer: boolean,
): Promise<Result<{ file: string; messages: number }>> {
  const texts: string[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const chunk: Result<TraceChunk> = await parts.phone.trace({ includeCustomer, from });
    if (!chunk.ok) return chunk;
    texts.push(...chunk.value.messages.map(formatMessage));
    from = chunk.value.next;
  }
  const at = parts.clock.now();
  const head = [
    `SIP trace of Offhook, ${new Date(at).toISOString()}, ${String(texts.length)} messages`,
    includeCustomer
      ? 'Credentials removed. It holds numbers and names of customers.'
      : 'Credentials removed; numbers, names, addresses and data of calls masked.',
    '',
    '',
  ].join('\r\n');
  const written = await parts.files.write(at, head + texts.join('\r\n'));
  return written.ok ? { ok: true, value: { ...written.value, messages: texts.length } } : written;
}

const formatMessage = ({ at, direction, socket, text }: TraceChunk['messages'][number]): string =>
  `=== ${new Date(at).toISOString()} ${direction === 'in' ? '<<< received' : '>>> sent'}, socket ${String(socket)}\r\n${text}\r\n`;
