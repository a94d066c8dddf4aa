import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { TableMaker } from '#core/ports/table-maker.ts';
import type { Naming } from '#core/tables/apply-naming.ts';
import { deriveTables } from '#core/tables/derive-tables.ts';
import type { DerivedTable } from '#core/tables/derived-table.ts';
import { orderTables } from '#core/tables/order-tables.ts';
import { TableWish } from '#core/tables/table-wish.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { drawnSchemas } from './draw-schemas.ts';

/** Derives these streams' tables for the system, plans and runs them; throws with what was refused. */
export async function makeTables(
  session: ConnectorSession,
  sources: readonly StreamSchema[],
  options: { naming?: Naming; prefix?: string } = {},
): Promise<DerivedTable[]> {
  const maker = tableMakerOf(session);
  const dialect = await maker.dialect();
  const tables = deriveTables({
    from: {
      connector: 'made up',
      tableOf: (stream) => `${options.prefix ?? ''}${stream.split('.').slice(1).join('.')}`,
    },
    sources: sources.map((schema) => ({
      schema,
      profiles: new Map(),
      wish: TableWish.parse({ stream: schema.name }),
    })),
    dialect,
    naming: options.naming ?? 'keep',
    beside: [],
  });
  const { statements, findings } = await maker.plan(orderTables(tables.map(({ table }) => table)));
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  // What a person sees is one text, and it is read back as the statements that it was made of.
  const text = statements.map(({ sql }) => `${sql};`).join('\n\n');
  expect(dialect.split(text)).toEqual(statements.map(({ sql }) => sql));
  const report = await maker.execute(statements.map(({ sql }) => sql));
  if (report.failed)
    throw new Error(`${report.failed.message}\n${report.failed.sql}\n${report.failed.detail}`);
  return tables;
}

export function tableMakerOf({ target }: ConnectorSession): TableMaker {
  if (!target.tables) throw new Error('The connector makes no tables.');
  return target.tables;
}

/**
 * Everything that a system which makes tables must do alike.
 * @param options `comments`: it keeps comments on fields
 */
export function tableContract(
  name: string,
  open: () => Promise<{ session: ConnectorSession; close: () => Promise<void> }>,
  { comments = true } = {},
): void {
  const shapeOf = (shape: Shape) => keptOf(shape, comments);
  describe(`${name} makes tables`, { timeout: 120_000 }, () => {
    let session: ConnectorSession;
    let close: () => Promise<void>;
    let run = 0;
    beforeAll(async () => {
      const opened = await open();
      session = opened.session;
      close = opened.close;
    }, 60_000);
    afterAll(() => close());

    test('introspecting what was made gives back what was wanted, whatever the schema', async () => {
      await fc.assert(
        fc.asyncProperty(
          drawnSchemas,
          fc.constantFrom<Naming>('keep', 'snake', 'pascal'),
          async (sources, naming) => {
            run += 1;
            const tables = await makeTables(session, sources, { naming, prefix: `t${run}_` });
            const found = await session.introspect(tables.map(({ table }) => table.name));
            expect(found.map(shapeOf)).toEqual(tables.map(({ table }) => shapeOf(table)));
          },
        ),
        { numRuns: 40 },
      );
    });

    test('a name that is taken is found before anything runs, and refused when it runs', async () => {
      const source = oneTable('made.taken');
      const [made] = await makeTables(session, [source]);
      await expect(makeTables(session, [source])).rejects.toThrow('STREAM_EXISTS');
      const maker = tableMakerOf(session);
      const { statements } = await maker.plan([{ kind: 'create-table', table: made!.table }]);
      const report = await maker.execute(statements.map(({ sql }) => sql));
      expect(report).toMatchObject({ ran: [], failed: { code: 'STREAM_EXISTS' } });
    });

    test('a statement that is refused is told, with what ran, what was undone and what is left', async () => {
      const maker = tableMakerOf(session);
      const dialect = await maker.dialect();
      const [one, two] = deriveTables({
        from: { connector: 'made up', tableOf: (stream) => stream.slice(5) },
        sources: [oneTable('made.first'), oneTable('made.second')].map((schema) => ({
          schema,
          profiles: new Map(),
          wish: TableWish.parse({ stream: schema.name }),
        })),
        dialect,
        naming: 'keep',
        beside: [],
      });
      const sql = (derived: DerivedTable) =>
        dialect
          .statements([{ kind: 'create-table', table: derived.table }])
          .map((statement) => statement.sql);
      const first = sql(one!);
      const report = await maker.execute([...first, 'CREATE NONSENSE', ...sql(two!)]);
      expect(report.failed).toMatchObject({ sql: 'CREATE NONSENSE', code: 'DDL_REFUSED' });
      expect([...report.ran, ...report.undone]).toEqual(first);
      expect(report.left).toEqual(sql(two!));
      const there = await session.introspect([one!.table.name, two!.table.name]);
      expect(there.map((stream) => stream.name)).toEqual(report.ran.length > 0 ? [one!.table.name] : []);
    });

    test('a field is added to a table that is there', async () => {
      const [made] = await makeTables(session, [oneTable('made.grows')]);
      const maker = tableMakerOf(session);
      const dialect = await maker.dialect();
      const stream = made!.table.name;
      const type = { kind: 'text', max: 30 } as const;
      const spelled = dialect.spell({
        type,
        from: { connector: 'made up', nativeType: 'text' },
        profile: null,
        indexedWith: 0,
        fieldCount: 3,
        stream,
        field: 'a "new" one',
      });
      const field = { name: 'a "new" one', nullable: true, default: null, comment: 'told', ...spelled };
      const change = { kind: 'add-field', stream, field } as const;
      const { statements, findings } = await maker.plan([change]);
      expect(findings).toEqual([]);
      await maker.execute(statements.map((statement) => statement.sql));
      const [now] = await session.introspect([stream]);
      expect(now?.fields.at(-1)).toMatchObject({ name: field.name, type: spelled.type, nullable: true });
      expect((await maker.plan([change])).findings).toMatchObject([{ code: 'STREAM_EXISTS' }]);
    });
  });
}

function oneTable(name: string): StreamSchema {
  const field = (fieldName: string, nullable: boolean) => ({
    name: fieldName,
    nativeType: 'int32',
    type: { kind: 'int32' as const },
    nullable,
    hasDefault: false,
    readOnly: false,
    comment: null,
  });
  return {
    name,
    fields: [field('id', false), field('n', true)],
    key: ['id'],
    uniques: [],
    references: [],
    rowEstimate: null,
    beforeImage: 'full',
  };
}

type Shape = Pick<StreamSchema, 'name' | 'key' | 'uniques' | 'references'> & {
  fields: readonly Pick<StreamSchema['fields'][number], 'name' | 'type' | 'nullable' | 'comment'>[];
};

/** What of a schema the system must keep. */
function keptOf({ name, fields, key, uniques, references }: Shape, comments: boolean) {
  return {
    name,
    fields: fields.map(({ name: field, type, nullable, comment }) => ({
      name: field,
      type,
      nullable,
      comment: comments ? comment : null,
    })),
    key,
    uniques,
    references,
  };
}
