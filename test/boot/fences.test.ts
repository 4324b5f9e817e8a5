import type Electron from 'electron';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permissionTable, type PermissionName } from '../../electron/common/policy/permission.ts';
import { bootToPages, type RunningBoot } from './fixture.ts';

let boot: RunningBoot;
beforeAll(async () => {
  boot = await bootToPages();
});
afterAll(() => boot.remove());

type Page = 'desk' | 'phone';
const names = Object.keys(permissionTable) as PermissionName[];

function askCheck(page: Page | null, permission: PermissionName, change: object = {}): boolean {
  const details = {
    isMainFrame: true,
    requestingUrl: `offhook://${page ?? 'desk'}/`,
    mediaType: 'audio' as const,
  };
  const contents = page && boot.electron.window(page).contents;
  return boot.electron.permissionCheck?.(contents, permission, '', { ...details, ...change }) ?? false;
}

function askRequest(page: Page, permission: PermissionName, change: object = {}): Promise<boolean> {
  const details = { isMainFrame: true, requestingUrl: `offhook://${page}/`, mediaTypes: ['audio' as const] };
  return new Promise((resolve) => {
    boot.electron.permissionRequest?.(boot.electron.window(page).contents, permission, resolve, {
      ...details,
      ...change,
    });
  });
}

describe('permissions', () => {
  test.each(names)('request and check handler agree about %s, for both pages', async (permission) => {
    const granted = {
      phone: permissionTable[permission] !== 'nobody' && permissionTable[permission] !== 'desk',
    };
    expect(askCheck('phone', permission)).toBe(granted.phone);
    expect(await askRequest('phone', permission)).toBe(granted.phone);
    expect(askCheck('desk', permission)).toBe(permissionTable[permission] === 'desk');
    expect(await askRequest('desk', permission)).toBe(permissionTable[permission] === 'desk');
  });

  test('a camera is refused even to the phone', async () => {
    expect(askCheck('phone', 'media', { mediaType: 'video' })).toBe(false);
    expect(await askRequest('phone', 'media', { mediaTypes: ['audio', 'video'] })).toBe(false);
  });

  test('the network of the line is closed as long as no server is set up', () => {
    const { lines } = boot.hub;
    boot.hub.lines = [{ practice: false, servers: [] }];
    expect(askCheck('phone', 'local-network-access')).toBe(false);
    boot.hub.lines = lines;
    expect(askCheck('phone', 'local-network-access')).toBe(true);
  });

  test('a service worker, which has no window, gets nothing', () => {
    expect(names.filter((permission) => askCheck(null, permission))).toEqual([]);
  });

  test('the phone, and nobody else, sees what may be a headset; of other devices nobody sees any', () => {
    const [handler] = boot.electron.recorder.all('session.setDevicePermissionHandler');
    const decide = handler?.args[0] as (details: unknown) => boolean;
    const headset = { collections: [{ usagePage: 0x0b, usage: 5 }], vendorId: 0x0b0e, productId: 0x24c9 };
    const keyboard = { collections: [{ usagePage: 0x01, usage: 6 }], vendorId: 0x046d, productId: 0xc31c };
    const hid = { deviceType: 'hid', origin: 'offhook://phone', device: headset };
    expect(decide(hid)).toBe(true);
    expect(decide({ ...hid, origin: 'offhook://desk' })).toBe(false);
    expect(decide({ ...hid, device: keyboard })).toBe(false);
    expect(decide({ deviceType: 'usb', origin: hid.origin, device: { vendorId: 1, productId: 1 } })).toBe(
      false,
    );
    expect(decide({ deviceType: 'serial', origin: hid.origin, device: { portId: 'a' } })).toBe(false);
  });

  test('no page has a device to choose from', () => {
    const chosen: unknown[] = [];
    let isPrevented = false;
    const details = { deviceList: [{ deviceId: 'a' }], frame: null };
    const event = { preventDefault: () => (isPrevented = true) };
    boot.electron.sessionEvents.emit('select-hid-device', event, details, (id: unknown) => chosen.push(id));
    expect({ chosen, isPrevented }).toEqual({ chosen: [null], isPrevented: true });
  });

  test('screens are refused', () => {
    const [screen] = boot.electron.recorder.all('session.setDisplayMediaRequestHandler');
    const answers: unknown[] = [];
    (screen?.args[0] as (request: unknown, callback: (streams: unknown) => void) => void)({}, (streams) =>
      answers.push(streams),
    );
    expect(answers).toEqual([null]);
  });
});

describe('where pages may go', () => {
  const navigate = (page: Page, event: string, url: string): boolean => {
    let isPrevented = false;
    boot.electron
      .window(page)
      .contentsEvents.emit(event, { url, preventDefault: () => (isPrevented = true) });
    return !isPrevented;
  };

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    '%s leads to the own page only',
    (event) => {
      expect(navigate('desk', event, 'offhook://desk/#settings')).toBe(true);
      expect(navigate('desk', event, 'offhook://phone/')).toBe(false);
      expect(navigate('phone', event, 'https://example.com/')).toBe(false);
    },
  );

  test('no page opens a window or attaches a webview', () => {
    for (const page of ['desk', 'phone'] as const) {
      const { openHandler, contentsEvents } = boot.electron.window(page);
      expect(openHandler?.({} as Electron.HandlerDetails)).toEqual({ action: 'deny' });
      let isPrevented = false;
      contentsEvents.emit('will-attach-webview', { preventDefault: () => (isPrevented = true) }, {}, {});
      expect(isPrevented).toBe(true);
    }
  });

  test.each([
    ['offhook://desk/assets/app.js', false],
    ['wss://pbx.example/ws', false],
    ['https://example.com/', true],
    ['file:///etc/passwd', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const answers: unknown[] = [];
    boot.electron.beforeRequest?.({ url }, (answer) => answers.push(answer));
    expect(answers).toEqual([{ cancel }]);
  });
});

describe('the scheme', () => {
  const fetchPage = async (url: string, method = 'GET'): Promise<Response> => {
    if (boot.electron.serve === undefined) throw new Error('Nothing serves the scheme');
    return boot.electron.serve(new Request(url, { method }));
  };
  const nonceIn = (text: string): string | undefined => /nonce="([^"]+)"/.exec(text)?.[1];

  test('serves the desk with its policy; the nonce is in header and page and is new each time', async () => {
    const first = await fetchPage('offhook://desk/');
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = nonceIn(await first.text()) ?? '';
    expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toMatch(/connect-src 'self'$/);
    expect(nonceIn(await (await fetchPage('offhook://desk/')).text())).not.toBe(nonce);
  });

  test('the policy of the phone names the servers of this moment', async () => {
    const policyOf = async (): Promise<string> =>
      (await fetchPage('offhook://phone/')).headers.get('content-security-policy') ?? '';
    expect(await policyOf()).toContain("connect-src 'self' wss://pbx.example");
    const { lines } = boot.hub;
    boot.hub.lines = [{ practice: false, servers: ['wss://other.example:7443/ws'] }];
    expect(await policyOf()).toContain("connect-src 'self' wss://other.example:7443");
    boot.hub.lines = lines;
  });

  test('serves scripts byte by byte', async () => {
    const response = await fetchPage('offhook://desk/assets/app.js');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response.text()).toBe('export {};');
  });

  test.each([
    ['offhook://desk/assets/none.js', 'GET'],
    ['offhook://desk/..%2f..%2fpackage.json', 'GET'],
    ['offhook://other/', 'GET'],
    ['offhook://desk/', 'POST'],
  ])('%s by %s is not found', async (url, method) => {
    expect((await fetchPage(url, method)).status).toBe(404);
  });
});
