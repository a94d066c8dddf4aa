// Writes src/db/generated from prisma/schema.prisma. Plain JavaScript, so that it runs before anything is generated.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const schemaPath = join(root, 'prisma/schema.prisma');
const output = join(root, 'src/db/generated');
const stampPath = join(output, '.stamp');

/**
 * Generates the Prisma client unless the one that stands was made from the same schema by the same version.
 * @param {string} [node] the Node to run Prisma on
 * @returns {Promise<boolean>} whether it was generated now
 */
export async function generatePrismaClient(node = process.execPath) {
  const require = createRequire(import.meta.url);
  const prismaPackage = require.resolve('prisma/package.json');
  const { version } = JSON.parse(readFileSync(prismaPackage, 'utf8'));
  const stamp = createHash('sha256').update(version).update(readFileSync(schemaPath)).digest('hex');
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return false;

  rmSync(stampPath, { force: true });
  await runPrisma(node, join(dirname(prismaPackage), 'build/index.js'));
  writeFileSync(stampPath, stamp);
  return true;
}

/**
 * @param {string} node
 * @param {string} cli
 */
function runPrisma(node, cli) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [cli, 'generate'], {
      cwd: root,
      // Generating needs no engine, yet Prisma downloads one unless it is told of a file that exists.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`prisma generate failed:\n${said}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await generatePrismaClient();
  console.log(made ? 'Prisma client generated.' : 'Prisma client is up to date.');
}
