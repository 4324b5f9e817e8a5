import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../electron/browser-host/chromium.ts';
import { ensureBuilt } from './run/ensure-built.ts';
import { ensureElectron } from './run/electron-runtime.ts';
import { installDebianPackages } from './run/debian-packages.ts';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const has = (flag: string): boolean => args.includes(flag);

/** `npm start`: builds what changed and opens the app, in Electron if its runtime can be had, else in a browser. */
async function start(): Promise<void> {
  await ensureBuilt(root);
  const asked = has('--browser') || has('--headless') || has('--no-open');
  const electron = asked ? { reason: 'asked for on the command line' } : ensureElectron(root);
  if ('binary' in electron) {
    console.log(`Opening Offhook in Electron (${electron.binary}).`);
    run(electron.binary, [root, ...args]);
    return;
  }
  console.log(`Opening Offhook in the browser host: ${electron.reason}.`);
  run(process.execPath, [join(root, 'dist/browser-host/main.cjs'), ...args, ...browserFlags()]);
}

/** A window needs a browser and, on Linux, a display; without them the address is printed. */
function browserFlags(): string[] {
  if (has('--no-open')) return [];
  if (findChromium() === undefined) installDebianPackages(['chromium', 'fonts-noto-core', 'libusb-1.0-0']);
  if (findChromium() === undefined) {
    console.log(
      'No Chromium, Chrome or Edge was found: open the two addresses below by hand, or set OFFHOOK_CHROMIUM.',
    );
    return ['--no-open'];
  }
  const hasDisplay = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
  if (process.platform === 'linux' && !has('--headless') && !hasDisplay) {
    console.log(
      'There is no display: open the two addresses below from a browser on this machine, or use --headless.',
    );
    return ['--no-open'];
  }
  return [];
}

function run(program: string, programArgs: readonly string[]): void {
  const child = spawn(program, programArgs, { stdio: 'inherit', cwd: root });
  // The terminal sends the signal to the whole group; the child ends the calls and we follow it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
  child.on('error', (error) => {
    console.error(
      `Could not start ${existsSync(program) ? program : `${program} (missing)`}: ${error.message}`,
    );
    process.exit(1);
  });
}

await start();
