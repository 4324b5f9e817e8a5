import { appError } from '../common/lib/app-error.ts';
import type { WebRequest } from '../common/events/queue-service.ts';
import { fail, ok, type Result } from '../common/lib/result.ts';

const mostCharacters = 65_536;

/** Asks web services of the site. `timeoutMs`: for the whole of a request, its body included. */
export function createWebService(timeoutMs = 5_000) {
  return {
    async request({
      method,
      url,
      headers,
      body,
    }: WebRequest): Promise<Result<{ readonly status: number; readonly json: unknown }>> {
      try {
        const response = await fetch(url, {
          method,
          headers: { Accept: 'application/json', ...headers },
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          ...(body === undefined ? {} : { body }),
        });
        return ok({ status: response.status, json: parseJson(await readText(response)) });
      } catch {
        // Undici's messages hold the address, which may hold the user.
        return fail(appError('queue.service-silent', { host: hostOf(url) }));
      }
    },
  };
}

/** Undefined when there is more than an answer of a queue can have to say; the rest is not waited for. */
async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > mostCharacters) {
      await reader.cancel();
      return undefined;
    }
  }
  return text;
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');
