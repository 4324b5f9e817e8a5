import { createServer } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';

const portSchema = z.object({ port: z.number() });

/** The web service of an exchange's queue: one agent, `PUT /agents/N {"paused":…}`, `GET /agents/N`, a bearer token. */
export async function openQueueWebService(token: string) {
  const agent = { loggedIn: false, paused: false };
  const requests: string[] = [];
  let fault: 'none' | 'refuses' | 'silent' | 'sends elsewhere' | 'talks too much' = 'none';
  const changed = new EventTarget();

  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    changed.dispatchEvent(new Event('request'));
    if (fault === 'silent') return;
    if (fault === 'sends elsewhere') {
      response.writeHead(302, { Location: '/elsewhere' }).end();
      return;
    }
    if (fault === 'talks too much') {
      response.writeHead(200).end('"'.padEnd(1_000_000, 'x'));
      return;
    }
    if (fault === 'refuses' || request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
      return;
    }
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.method === 'PUT') Object.assign(agent, JSON.parse(body));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ agent }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = portSchema.parse(server.address());
  const base = `http://127.0.0.1:${port}/agents/{user}`;

  return {
    agent,
    requests,
    url: base,
    fail(next: typeof fault) {
      fault = next;
    },
    /** As the settings name it. */
    settings: {
      login: { method: 'PUT', url: base, body: '{"loggedIn":true}' },
      logout: { method: 'PUT', url: base, body: '{"loggedIn":false}' },
      pause: { method: 'PUT', url: base, body: '{"paused":true}' },
      unpause: { method: 'PUT', url: base, body: '{"paused":false}' },
      state: {
        url: base,
        login: { path: 'agent.loggedIn' },
        pause: { path: 'agent.paused' },
        everySeconds: 5,
      },
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  } as const;
}
