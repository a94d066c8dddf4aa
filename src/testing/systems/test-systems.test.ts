import { afterEach, describe, expect, test } from 'vitest';
import { BYSTANDERS } from '../fuzz/draw-scenario.ts';
import { meetingScenario } from '../fuzz/meeting-scenario.ts';
import { tableName } from '../fuzz/scenario.ts';
import type { TestDatabase } from '../test-database.ts';
import type { OutsideWriter } from './test-system.ts';
import { testSystems } from './test-systems.ts';

const closing: (TestDatabase | OutsideWriter)[] = [];
afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

describe.each(testSystems)('what tests know of $id', (system) => {
  const { dialect } = system;
  const { tables } = meetingScenario(1, { pair: { left: system, right: system } });
  const [first, second] = tables.map((table) => tableName(table, 'left'));

  async function fresh() {
    const database = await system.database('systems');
    closing.push(database);
    await database.query(dialect.schema(tables, 'left'));
    const row = (table: string | undefined, values: string[]) =>
      dialect.insert({
        table: table ?? '',
        columns: table === first ? ['id', 'a', 'n'] : ['id', 'a', 'parent'],
        values,
        keys: ['id'],
      });
    const writer = system.writer(database.url);
    closing.push(writer);
    return { database, writer, row };
  }

  test('what constraints refuse is not there at the beginning', async () => {
    const { database, row } = await fresh();
    const rows = [
      row(first, ['1', `'a'`, '1.5']),
      row(first, ['1', `'again'`, '2']),
      row(second, ['1', `'child'`, '1']),
      row(second, ['2', `'orphan'`, '7']),
    ];
    await database.query(dialect.initial(rows, tables, 'left'));
    expect(await database.query(`SELECT id, a FROM ${first}`)).toMatchObject([{ a: 'a' }]);
    expect(await database.query(`SELECT id, a FROM ${second}`)).toMatchObject([{ a: 'child' }]);
    expect(await database.query('SELECT * FROM fuzz_audit')).toEqual([]);
  });

  test('its writer’s changes are accounted for, and nobody else’s', async () => {
    const { database, writer, row } = await fresh();
    const run = (...statements: string[]) => writer.run([dialect.begin, ...statements, 'COMMIT'].join(';\n'));
    expect(await run(row(first, ['1', `'a'`, 'NULL']), `UPDATE ${first} SET a = 'b' WHERE id = 1`)).toBe(
      'committed',
    );
    expect(await run(`UPDATE ${first} SET id = 2`)).toBe('committed');
    expect(await run(row(second, ['1', `'x'`, '2']))).toBe('committed');
    expect(await run(row(first, ['3', `'c'`, 'NULL']), row(second, ['2', `'x'`, '9']))).toBe('refused');
    await database.query(`UPDATE ${first} SET a = 'not by the writer'`);
    expect(await run(`DELETE FROM ${second}`)).toBe('committed');
    const noted = await database.query<{ tbl: string; op: string; old: string; new: string }>(
      'SELECT tbl, op, fuzz_audit.key AS old, new_key AS new FROM fuzz_audit',
    );
    expect(noted.map((each) => [each.tbl, each.op, JSON.parse(each.old), JSON.parse(each.new)])).toEqual([
      [first, 'INSERT', ['1'], ['1']],
      [first, 'UPDATE', ['1'], ['1']],
      [first, 'UPDATE', ['1'], ['2']],
      [second, 'INSERT', ['1'], ['1']],
      [second, 'DELETE', ['1'], ['1']],
    ]);
  });

  test('a bystander that anybody writes is noticed', async () => {
    const { database, row } = await fresh();
    await database.query(dialect.initial([row(first, [String(BYSTANDERS), `'a'`, '1'])], tables, 'left'));
    const state = () => database.query(dialect.bystanders(first ?? '', 'id', BYSTANDERS));
    const before = await state();
    expect(before).toHaveLength(1);
    expect(await state()).toEqual(before);
    await database.query(`UPDATE ${first} SET a = 'b' WHERE id = ${BYSTANDERS}`);
    await database.query(`UPDATE ${first} SET a = 'a' WHERE id = ${BYSTANDERS}`);
    expect(await state()).not.toEqual(before);
  });
});
