import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { pageConfig } from '../../build/config/vite.config.ts';
import type { DeskState } from '../../electron/common/contract/desk-state.ts';

/** A command the page sent, in order. */
export interface SentCommand {
  readonly command: string;
  readonly input: unknown;
}

/** The desk in a real browser, with a scripted hub at the other end of the wire. */
export interface DeskPreview {
  readonly page: Page;
  /** Publishes a state, as the hub does at every change, and waits until the page has painted it. */
  publish(state: DeskState): Promise<void>;
  /** What the hub answers to a command from now on; without a script it is `null`, done. */
  answer(command: string, result: unknown): Promise<void>;
  /** Stops or resumes answering, as a hub that is gone. */
  setSilent(isSilent: boolean): Promise<void>;
  sent(): Promise<readonly SentCommand[]>;
  /** Violations of the page's policy and errors of the page so far. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
};

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
  ].join('; ');

async function serveDesk(folder: string): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://desk').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (content) => {
        const nonce = randomBytes(16).toString('base64');
        const type = types[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-security-policy': policy(nonce) });
        response.end(
          type.startsWith('text/html') ? content.toString().replaceAll('__CSP_NONCE__', nonce) : content,
        );
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return { server, address: `http://127.0.0.1:${address.port}/` };
}

/** The hub's end of the wire, run inside the page before its own scripts. Keep it free of imports. */
function installFakeHub(first: DeskState): void {
  interface Request {
    readonly id: number;
    readonly command: string;
    readonly input: unknown;
  }
  const listeners = new Set<(message: unknown) => void>();
  const answers: Record<string, unknown> = {};
  const sent: { command: string; input: unknown }[] = [];
  let state = first;
  let isSilent = false;
  const deliver = (message: unknown): void => {
    if (isSilent) return;
    const clone: unknown = structuredClone(message);
    queueMicrotask(() => {
      for (const listener of [...listeners]) listener(clone);
    });
  };
  const hub = {
    publish(next: DeskState) {
      state = next;
      deliver({ kind: 'event', event: 'state/changed', payload: next });
    },
    answer(command: string, result: unknown) {
      answers[command] = result;
    },
    setSilent(silent: boolean) {
      isSilent = silent;
    },
    sent: () => sent,
  };
  const wire = {
    send(message: Request) {
      const { id, command, input } = structuredClone(message);
      if (command !== 'desk/state') sent.push({ command, input });
      const done = { ok: true, value: command === 'desk/state' ? state : null };
      deliver({ kind: 'response', id, result: answers[command] ?? done });
    },
    subscribe(listener: (message: unknown) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  Object.assign(globalThis, { fakeHub: hub, offhookWire: wire });
}

interface FakeHub {
  publish(state: DeskState): void;
  answer(command: string, result: unknown): void;
  setSilent(isSilent: boolean): void;
  sent(): SentCommand[];
}

declare global {
  var fakeHub: FakeHub;
}

/** Builds the desk as it is shipped. Resolves to the folder; the caller removes it. */
export async function buildDesk(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'offhook-desk-'));
  await build(pageConfig('desk', folder));
  return folder;
}

/** Opens the desk with `first` as the state the hub has. `built`: a folder of `buildDesk`, else it is built here. */
export async function openDeskPreview(
  first: DeskState,
  options: { readonly built?: string; readonly width?: number; readonly height?: number } = {},
): Promise<DeskPreview> {
  const folder = options.built ?? (await buildDesk());
  const { server, address } = await serveDesk(folder);
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
    locale: 'en-GB',
    timezoneId: 'Europe/Kyiv',
  });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  // The hub's times are fixed, so the clock of the page is too.
  await page.clock.install({ time: first.now });
  await page.addInitScript(installFakeHub, first);
  await page.goto(address);
  await page.locator('header').waitFor();

  return {
    page,
    complaints,
    async publish(state) {
      await page.evaluate((next) => globalThis.fakeHub.publish(next), state);
      await page.locator(`html[lang="${state.locale}"]`).waitFor();
      await page.clock.runFor(50);
    },
    answer: (command, result) =>
      page.evaluate(({ name, value }) => globalThis.fakeHub.answer(name, value), {
        name: command,
        value: result,
      }),
    setSilent: (isSilent) => page.evaluate((silent) => globalThis.fakeHub.setSilent(silent), isSilent),
    sent: () => page.evaluate(() => globalThis.fakeHub.sent()),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      if (options.built === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
