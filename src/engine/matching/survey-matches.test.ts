import { afterEach, expect, test } from 'vitest';
import { postgresConnector } from '#connectors/postgres/index.ts';
import type { MatchReport } from '#core/matching/match-report.ts';
import { PgMatchTally } from '#db/ledger/pg-match-tally.ts';
import { flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { testCode } from '#testing/engine/test-code.ts';
import { surveyMatches } from './survey-matches.ts';

type Options = Parameters<typeof flowOnDatabases>[1];
let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(() => flow?.close());

async function survey(label: string, options: Options): Promise<MatchReport> {
  flow = await flowOnDatabases(label, options);
  const [lane] = flow.lanes;
  if (!lane) throw new Error('no lane was compiled');
  const sessions = {
    left: postgresConnector.open({ url: flow.left.url }),
    right: postgresConnector.open({ url: flow.right.url }),
  };
  const tally = new PgMatchTally(flow.pool, `survey/${label}`);
  const steps: string[] = [];
  const report = await surveyMatches({
    code: testCode('match').open,
    lane,
    sessions,
    tally,
    onProgress: ({ step, checked }) => steps.push(`${step} ${checked}`),
    signal: new AbortController().signal,
  });
  expect(steps).toContain(`left ${report.left.rows}`);
  expect(await tally.counts()).not.toEqual([]);
  await tally.drop();
  expect(await tally.counts()).toEqual([]);
  await Promise.all([sessions.left.close(), sessions.right.close()]);
  return report;
}

const namesOf = (report: MatchReport) =>
  Object.fromEntries(report.groups.map(({ kind, names, left, right }) => [kind, [names, left, right]]));

test('records that would be linked by a form of several values are counted by how many go by one name', async () => {
  const report = await survey('survey_forms', {
    leftSql: `CREATE TABLE l (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, email text, country text, size int);
      ALTER TABLE l REPLICA IDENTITY FULL;
      INSERT INTO l (name, email, country, size) SELECT 'L' || i, 'E' || i || '@X.org', 'DE', i FROM generate_series(1, 1500) i;
      INSERT INTO l (name, email, country, size) VALUES ('n1', 'one@x.org', 'DE', 1), ('m1', 'many@x.org', 'DE', 1),
        ('m2', 'Many@x.org', 'DE', 1), ('no mail', NULL, 'DE', 1), ('no country', 'e1@x.org', NULL, 1),
        ('too long', 'long@x.org', 'DE', 40000);`,
    rightSql: `CREATE TABLE r (key uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, mail text, country text, size smallint);
      ALTER TABLE r REPLICA IDENTITY FULL;
      INSERT INTO r (name, mail, country, size) SELECT CASE WHEN i % 10 = 0 THEN '' WHEN i % 2 = 0 THEN 'R' || i ELSE 'L' || i END,
        ' e' || i || '@x.org', 'DE', i FROM generate_series(501, 2100) i;
      INSERT INTO r (name, mail, country, size) VALUES ('n2', 'one@x.org', 'DE', 1), ('n3', 'ONE@x.org', 'DE', 1),
        ('m3', 'many@x.org', 'DE', 1), ('m4', 'many@x.org ', 'DE', 1), ('other country', 'e2@x.org', 'FR', 1),
        ('too long', 'long@x.org', 'DE', 1);`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          link: {
            by: [
              ['email', 'mail'],
              ['country', 'country'],
            ],
            forms: { email: 'email' },
          },
          fields: ['name', 'size', 'country'].map((name) => ({ left: name, right: name })),
        },
        conflict: {
          first: {
            onlyRight: 'ignore',
            differ: { kind: 'prefer', side: 'left' },
            fields: { name: { kind: 'prefer', side: 'right', unlessEmpty: true } },
          },
        },
      },
    ] as Options['lanes'],
  });
  expect(namesOf(report)).toEqual({
    '1:1': [1001, 1001, 1001],
    '1:n': [1, 1, 2],
    'n:m': [1, 2, 2],
    left: [500, 500, 0],
    right: [601, 0, 601],
  });
  expect(report.left).toMatchObject({ rows: 1506, unnamed: 2 });
  expect(report.left.unnamedSamples.map((row) => row.name)).toEqual(['no mail', 'no country']);
  expect(report.right).toMatchObject({ rows: 1606, unnamed: 0 });
  const several = report.groups.find(({ kind }) => kind === '1:n')?.samples[0];
  expect(several?.left.map((row) => row.name)).toEqual(['n1']);
  expect(several?.right.map((row) => row.name).sort()).toEqual(['n2', 'n3']);
  expect(report.alone).toEqual({
    left: { records: 502, rule: 'create' },
    right: { records: 601, rule: 'ignore' },
  });
  expect(report.ambiguous).toEqual({ left: 3, right: 4 });
  // Of 501 to 1,500 every tenth is empty on the right, four in ten have another name there.
  const { fields, ...meeting } = report.meeting;
  expect(meeting).toMatchObject({
    compared: 1001,
    agree: 500,
    writes: { left: 400, right: 100 },
    held: 0,
    refused: 1,
    skipped: [],
  });
  expect(meeting.refusals[0]).toMatch(/40000/);
  expect(fields).toMatchObject([
    { left: 'name', differing: 500, survivors: { left: 100, right: 400, merged: 0, held: 0 } },
  ]);
  expect(fields[0]?.samples).toHaveLength(5);
});

test('what a filter leaves out is found, and told apart', async () => {
  const table = (name: string, more: string) =>
    `CREATE TABLE ${name} (id int PRIMARY KEY, a text, ${more}); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  const report = await survey('survey_filter', {
    leftSql: `${table('l', "b text DEFAULT 'x', c text DEFAULT 'y'")} INSERT INTO l SELECT i, CASE WHEN i > 20 THEN 'out' ELSE 'in' END FROM generate_series(1, 30) i;`,
    rightSql: `${table('r', "bc text DEFAULT 'x y'")} INSERT INTO r SELECT i, 'in' FROM generate_series(11, 25) i;`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        filters: { left: { condition: 'a == "in"' } },
        mapping: {
          match: [['id', 'id']],
          fields: [
            ...['id', 'a'].map((name) => ({ left: name, right: name })),
            // A pair of several fields is compared as one.
            {
              ...{ left: 'b', right: 'bc', direction: 'forward' },
              also: { left: ['c'] },
              transform: { forward: [{ kind: 'join', separator: ' ' }] },
            },
          ],
        },
      },
    ] as Options['lanes'],
  });
  expect(namesOf(report)).toEqual({ '1:1': [10, 10, 10], left: [10, 10, 0], filtered: [10, 10, 5] });
  expect(report.meeting).toMatchObject({ compared: 10, agree: 10 });
});

test('records that share a key are counted by it', async () => {
  const table = (name: string) =>
    `CREATE TABLE ${name} (a int, b text, c text, PRIMARY KEY (a, b)); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
  const report = await survey('survey_keys', {
    leftSql: `${table('l')} INSERT INTO l SELECT i, 'k', 'same' FROM generate_series(1, 30) i;`,
    rightSql: `${table('r')} INSERT INTO r SELECT i, 'k', 'same' FROM generate_series(11, 50) i;`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [
            ['a', 'a'],
            ['b', 'b'],
          ],
          fields: ['a', 'b', 'c'].map((name) => ({ left: name, right: name })),
        },
      },
    ] as Options['lanes'],
  });
  expect(namesOf(report)).toEqual({ '1:1': [20, 20, 20], left: [10, 10, 0], right: [20, 0, 20] });
  expect(report.meeting).toMatchObject({ compared: 20, agree: 20, fields: [] });
  expect(report.by.map(({ left }) => left)).toEqual(['a', 'b']);
});

test('records that share a key find each other by what its steps make of it', async () => {
  const report = await survey('survey_steps', {
    leftSql: `CREATE TABLE l (code text PRIMARY KEY, c text); ALTER TABLE l REPLICA IDENTITY FULL;
      INSERT INTO l SELECT 'AB-' || i, 'same' FROM generate_series(1, 30) i`,
    rightSql: `CREATE TABLE r (code text PRIMARY KEY, c text); ALTER TABLE r REPLICA IDENTITY FULL;
      INSERT INTO r SELECT 'ab-' || i, 'same' FROM generate_series(11, 50) i`,
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: {
          match: [['code', 'code']],
          fields: [
            {
              ...{ left: 'code', right: 'code' },
              transform: {
                forward: [{ kind: 'case', to: 'lower' }],
                backward: [{ kind: 'case', to: 'upper' }],
              },
            },
            { left: 'c', right: 'c' },
          ],
        },
      },
    ] as Options['lanes'],
  });
  expect(namesOf(report)).toEqual({ '1:1': [20, 20, 20], left: [10, 10, 0], right: [20, 0, 20] });
  expect(report.meeting).toMatchObject({ compared: 20, agree: 20 });
});
