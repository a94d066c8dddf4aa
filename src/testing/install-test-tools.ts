import { spawnSync } from 'node:child_process';
import { findChromium } from './find-chromium.ts';
import { findProgram } from './find-program.ts';

/** Debian packages that the tests need, each with the program in it that they run. None starts a service. */
const tools = {
  chromium: findChromium,
  'mariadb-server-core': () => findProgram(['mariadbd']),
};

/**
 * Installs those that are missing, by apt, as root or by sudo.
 * @throws Error that says what to install by hand where that is not possible
 */
export function installTestTools(wanted: (keyof typeof tools)[]): void {
  const missing = wanted.filter((name) => tools[name]() === null);
  if (missing.length === 0) return;
  console.log(`Installing ${missing.join(', ')} …`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const steps = [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing],
  ];
  for (const step of steps) {
    const [command = '', ...args] = [...sudo, ...step];
    const result = spawnSync(command, args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
    });
    if (result.status === 0) continue;
    const said = result.error?.message ?? `${result.stdout}${result.stderr}`.trim();
    throw new Error(
      `The tests need ${missing.join(', ')}; please install it. "${step.join(' ')}" failed:\n${said}`,
    );
  }
}
