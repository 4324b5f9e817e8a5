// Runs on any Node from 20 on, before anything is installed: gets the packages, then goes on with Node 24.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.offhook-installed');
const windows = process.platform === 'win32';
const node24 = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node24);

function install() {
  console.log('Installing packages (about a minute the first time) …');
  const result = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (result.status !== 0) {
    console.error('The packages could not be installed. Is the npm registry reachable?');
    process.exit(1);
  }
  if (!existsSync(node24)) {
    console.error(
      'Node 24 did not come with the packages: npm must be allowed to run the install script of "node".',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

if (!isInstalled()) install();

const [command, ...rest] = process.argv.slice(2);
// npm scripts started from here must find Node 24 first, whichever Node the machine has.
const path = `${join(modules, '.bin')}${windows ? ';' : ':'}${process.env.PATH ?? ''}`;
const result = spawnSync(node24, [join(root, 'build', `${command}.ts`), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
});
process.exit(result.status ?? 1);
