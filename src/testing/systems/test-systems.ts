import type { Pair } from '../fuzz/pair.ts';
import { mysqlSystem } from './mysql-system.ts';
import { postgresSystem } from './postgres-system.ts';
import { sqliteSystem } from './sqlite-system.ts';
import type { TestSystem } from './test-system.ts';

/** Every kind of system that flows run between in tests. */
export const testSystems: readonly TestSystem[] = [postgresSystem, mysqlSystem, sqliteSystem];

/** @throws Error that says which there are */
export function systemOf(id: string): TestSystem {
  const found = testSystems.find((system) => system.id === id);
  if (!found) throw new Error(`There is no system "${id}"; there are ${testSystems.map((each) => each.id)}.`);
  return found;
}

/** Each with each, as left and as right. */
export const allPairs: readonly Pair[] = testSystems.flatMap((left) =>
  testSystems.map((right) => ({ left, right })),
);

export const nameOf = ({ left, right }: Pair): string => `${left.id}:${right.id}`;

/** Reads what `nameOf` wrote. */
export function pairOf(name: string): Pair {
  const [left = '', right = ''] = name.split(':');
  return { left: systemOf(left), right: systemOf(right) };
}
