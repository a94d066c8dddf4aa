// The first file that runs, on whatever Node the machine has and with nothing installed: plain JavaScript, no imports
// but Node's own. It installs what is missing and goes on under the Node that Syncline pins.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generatePrismaClient } from './generate-prisma-client.mjs';
import { installPackages, isInstalled, pinnedNode } from './install-packages.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Commands with the file that each runs and the arguments that come first. */
const commands = {
  start: { entry: 'src/launch/start.ts', args: [] },
  dev: { entry: 'src/launch/start.ts', args: ['--dev'] },
  test: { entry: 'src/testing/run-tests.ts', args: [] },
  bench: { entry: 'bench/main.ts', args: [] },
  fuzz: { entry: 'src/testing/fuzz/main.ts', args: [] },
  cli: { entry: 'src/cli/main.ts', args: [] },
};

const [name, ...rest] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[/** @type {keyof typeof commands} */ (name)];
if (command === undefined) {
  console.error(`usage: node src/launch/bootstrap.mjs ${Object.keys(commands).join('|')} [arguments]`);
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Syncline needs Node 20 or newer to start; this is ${process.version}.`);
  process.exit(1);
}

try {
  // The command line is to be quick: that Node is there is enough for it.
  const ready = name === 'cli' ? existsSync(pinnedNode(root)) : isInstalled(root);
  if (!ready) await installPackages(root);
  if (name !== 'cli') await generatePrismaClient(pinnedNode(root));
  await runPinned(join(root, command.entry), [...command.args, ...rest]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/**
 * Runs the file under the pinned Node: right here when this process is that Node already, else in a child that gets
 * our signals and whose end is ours.
 * @param {string} file
 * @param {string[]} args
 */
async function runPinned(file, args) {
  const node = pinnedNode(root);
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/node/package.json'), 'utf8'));
  if (process.version === `v${version}`) {
    nodeModule.enableCompileCache?.(join(root, 'node_modules/.cache/compile'));
    process.argv = [process.execPath, file, ...args];
    await import(pathToFileURL(file).href);
    return;
  }
  // The channel closes with this process, even when it is killed, and ends the child.
  const tether = pathToFileURL(join(root, 'src/launch/end-with-parent.mjs')).href;
  const child = spawn(node, ['--import', tether, file, ...args], {
    env: { ...process.env, SYNCLINE_PARENT: String(process.pid) },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.channel?.unref();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`${node} does not run: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 1;
    if (signal !== null) console.error(`Ended by ${signal}.`);
  });
}
