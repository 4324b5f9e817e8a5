import type { Plugin } from 'vite';

/** What sip.js falls back to and we never do: its socket and its peer connection, a tenth of the phone page. */
const standIns: Readonly<Record<string, string>> = {
  'platform/web/transport/transport.js':
    "export class Transport { constructor() { throw new Error('the transport is ours'); } }",
  'platform/web/session-description-handler/session-description-handler-factory-default.js':
    "export const defaultSessionDescriptionHandlerFactory = () => () => { throw new Error('the media is ours'); };",
};

/** The user agent of sip.js names its own defaults, so that they stay in the bundle although it is given others. */
export function dropSipDefaults(): Plugin {
  return {
    name: 'drop-sip-defaults',
    enforce: 'pre',
    load(id) {
      const path = /[\\/]sip\.js[\\/]lib[\\/](.+)$/u.exec(id)?.[1]?.replaceAll('\\', '/');
      return path === undefined ? null : (standIns[path] ?? null);
    },
  };
}
