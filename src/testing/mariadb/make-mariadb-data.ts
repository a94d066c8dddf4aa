import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findProgram } from '../find-program.ts';

const scripts = ['mysql_system_tables.sql', 'mysql_system_tables_data.sql', 'maria_add_gis_sp_bootstrap.sql'];

/**
 * Makes `folder/tmp`, and `folder/data` with the system tables and no account but root, over TCP and with a password. It does what
 * `mariadb-install-db` does, which needs a program that is in another package than the server.
 */
export async function makeMariadbData(folder: string, password: string): Promise<void> {
  const program = findProgram(['mariadbd']);
  if (program === null) throw new Error('The tests need mariadbd; please install mariadb-server-core.');
  const data = join(folder, 'data');
  // A server that starts removes every temporary table in its folder: each has one of its own.
  const temporary = join(folder, 'tmp');
  for (const each of [data, temporary]) await mkdir(each, { mode: 0o700 });
  const shared = join(dirname(dirname(program)), 'share/mysql');
  const parts = await Promise.all(scripts.map((name) => readFile(join(shared, name), 'utf8')));
  const sql = [
    'CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;',
    ...parts,
    `FLUSH PRIVILEGES;\nDELETE FROM global_priv WHERE User IN ('', 'root');\nFLUSH PRIVILEGES;`,
    `CREATE USER root@'%' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;`,
  ].join('\n');
  const own = process.getuid?.() === 0 ? ['--user=root'] : [];
  const args = [
    '--no-defaults',
    '--bootstrap',
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    '--skip-networking',
    ...own,
  ];
  const child = spawn(program, [...args, '--innodb-log-file-size=8M'], { stdio: ['pipe', 'ignore', 'pipe'] });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  child.stdin.on('error', () => undefined); // it has gone already, which its exit code tells
  child.stdin.end(`${sql}\n`);
  const [said, code] = await Promise.all([text(child.stderr), exited]);
  if (code !== 0) throw new Error(`MariaDB's system tables could not be made:\n${said.slice(-2000)}`);
}
