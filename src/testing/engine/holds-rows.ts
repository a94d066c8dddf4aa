import type { TestDatabase } from '../test-database.ts';
import { eventually } from './flow-on-databases.ts';

/** Rows of a query, each as its values' texts with blanks between. */
export async function rowTexts(database: TestDatabase, sql: string): Promise<string[]> {
  return (await database.query(sql)).map((row) => Object.values(row).join(' '));
}

/** Waits until a query gives these rows, as `rowTexts` has them. */
export function holdsRows(database: TestDatabase, sql: string, expected: string[]): Promise<void> {
  return eventually(
    `${sql} gives ${expected.join(', ')}`,
    async () => JSON.stringify(await rowTexts(database, sql)) === JSON.stringify(expected),
    60,
  );
}
