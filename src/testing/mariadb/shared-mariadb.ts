import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { z } from 'zod';

const Answer = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })]);
let asked: Promise<string> | undefined;

/**
 * root's URL of the MariaDB that all test files share; the first one that asks waits until it has started.
 * Its binlog is one for all databases, so a test must expect others' transactions in it.
 * @throws Error that says what to install where there is no MariaDB
 */
export function sharedMariadb(): Promise<string> {
  asked ??= ask();
  return asked;
}

async function ask(): Promise<string> {
  const answer = Answer.parse(JSON.parse(await text(connect(inject('mariadbDesk'), '127.0.0.1'))));
  if ('error' in answer) throw new Error(answer.error);
  return answer.url;
}
