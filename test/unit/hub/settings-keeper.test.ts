import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/common/lib/result.ts';
import { createSettingsKeeper, readConfig } from '../../../electron/hub/base/settings-keeper.ts';
import type { ConfigFile } from '../../../electron/common/contract/settings.ts';

function keeper(config: ConfigFile, file?: unknown, secret: string | null = null, systemLocale = 'en-US') {
  const written: unknown[] = [];
  const secrets: (string | null)[] = [];
  const settings = createSettingsKeeper({
    config,
    systemLocale,
    file: {
      read: () => Promise.resolve(ok(file)),
      write: (value) => {
        written.push(value);
        return Promise.resolve(ok(null));
      },
    },
    secrets: {
      kept: true,
      read: () => Promise.resolve(ok(secret)),
      write: (_name, value) => {
        secrets.push(value);
        return Promise.resolve(ok(null));
      },
    },
  });
  return { settings, written, secrets };
}

const sip = { servers: ['wss://pbx.example/ws'], domain: 'pbx.example', user: '101' };

describe('settings in force', () => {
  it('are the defaults on a first start: practice mode', async () => {
    const { settings } = keeper({});
    expect(await settings.load()).toEqual([]);
    expect(settings.current()).toMatchObject({ practice: true, sip: null, numbers: { country: 'UA' } });
  });

  it('speak the language of the system on a first start, if the desk knows it', async () => {
    for (const [system, locale] of [
      ['uk-UA', 'uk'],
      ['fa', 'fa'],
      ['de-AT', 'en'],
    ] as const) {
      const { settings } = keeper({}, undefined, null, system);
      await settings.load();
      expect(settings.current().locale).toBe(locale);
    }
  });

  it('come from the file, and above it from --config', async () => {
    const { settings } = keeper({ locale: 'fa' }, { locale: 'uk', theme: 'dark' });
    await settings.load();
    expect(settings.current()).toMatchObject({ locale: 'fa', theme: 'dark' });
  });

  it('are the defaults when the file is not ours, and that is told', async () => {
    const { settings } = keeper({}, { locale: 'tlh' });
    expect(await settings.load()).toMatchObject([{ code: 'config.invalid', details: { where: 'locale' } }]);
    expect(settings.current().locale).toBe('en');
  });

  it('follow the desk for the rest of the run, whatever --config says', async () => {
    const { settings, written } = keeper({ locale: 'fa', practice: false, sip });
    await settings.load();
    await settings.change({ locale: 'ro' });
    await settings.change({ theme: 'light' });
    expect(settings.current()).toMatchObject({ locale: 'ro', theme: 'light', practice: false });
    // What only --config said is not written: the next start without it knows nothing of that server.
    expect(written.at(-1)).toMatchObject({ locale: 'ro', theme: 'light', practice: true, sip: null });
  });
});

describe('the password', () => {
  it('of --config stays in memory: neither in the file nor in the secret store', async () => {
    const { settings, written, secrets } = keeper({
      practice: false,
      sip: { ...sip, password: 'topsecret' },
    });
    await settings.load();
    await settings.change({ theme: 'dark' });
    expect(settings.password()).toBe('topsecret');
    expect(JSON.stringify([written, settings.current()])).not.toContain('topsecret');
    expect(secrets).toEqual([]);
  });

  it('of the desk goes to the secret store and is there at the next start', async () => {
    const first = keeper({});
    await first.settings.setSecret('sip-password', 'kept');
    expect(first.secrets).toEqual(['kept']);
    const next = keeper({}, undefined, 'kept');
    await next.settings.load();
    expect(next.settings.password()).toBe('kept');
  });
});

describe('a configuration file', () => {
  it.each<[unknown, string, string]>([
    [{ sip: { ...sip, colour: 1 } }, 'config.unknown-key', 'sip.colour'],
    [{ colour: 1 }, 'config.unknown-key', 'colour'],
    [{ numbers: { country: 'Ukraine' } }, 'config.invalid', 'numbers.country'],
    [{ locale: 'tlh' }, 'config.invalid', 'locale'],
    [[], 'config.invalid', ''],
  ])('%j is refused with the place that is wrong', (content, code, where) => {
    expect(readConfig(content)).toMatchObject({ ok: false, error: { code, details: { where } } });
  });

  it('of the documented form is taken as it is', () => {
    const config = {
      practice: false,
      locale: 'en',
      sip: { ...sip, password: 'x', displayName: 'Anna' },
      numbers: { country: 'UA', extensionLength: [3, 4] },
      headset: { virtual: true },
    };
    expect(readConfig(config)).toMatchObject({
      ok: true,
      value: { ...config, headset: { virtual: true, usb: true } },
    });
  });
});
