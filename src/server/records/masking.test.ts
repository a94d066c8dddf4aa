import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Permission } from '#core/access/permissions.ts';
import { errorMeanings } from '#core/errors/codes.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import { isSealedKey } from '#core/masking/sealed-key.ts';
import { isMaskedValue } from '#core/masking/shown-value.ts';
import { type Api, outcome, twoTables } from '#testing/api-fixture.ts';
import { type MaskingFixture, maskingFixture, secretText } from '#testing/masking-fixture.ts';
import { marker, procedureInputs } from '#testing/procedure-inputs.ts';
import { appRouter } from '../api/app-router.ts';

let f: MaskingFixture;
const workspace = 'main';

beforeAll(async () => {
  f = await maskingFixture();
});
afterAll(() => f.close());

/** Mutations that answer with values, and change nothing of the flow. */
const telling: Permission[] = ['flow.validate', 'flow.plan', 'table.plan'];

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const asked = (Object.keys(procedures) as Permission[]).filter(
  (path) => procedures[path]?._def.type !== 'mutation' || telling.includes(path),
);

/** Everything that somebody is answered, by procedure; for every flow of the workspace. */
async function answers(api: Api): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const ids of f.ids) {
    for (const path of asked) {
      const [resource, verb] = path.split('.') as [keyof Api, string];
      const call = (api[resource] as unknown as Record<string, (input: unknown) => Promise<unknown>>)[verb];
      const input = { workspace, ...procedureInputs[path](ids), ...f.inputs(path, ids) };
      const { answer } = await outcome(async () => call?.(input));
      const text = JSON.stringify(answer, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value instanceof Error ? value.message : value,
      );
      found.set(path, `${found.get(path) ?? ''}\n${text}`);
    }
  }
  return found;
}

/** Answers that hold the cases and pins of code nodes. */
const withCases = ['flow.export', 'flow.find', 'flow.get', 'flow.version', 'template.list'];

const leaks = (found: Map<string, string>) =>
  [...found].filter(([, text]) => text.includes(secretText)).map(([path]) => path);

describe('what is masked', () => {
  test('an owner is told the value by every answer that holds values', async () => {
    expect(leaks(await answers(f.owner)).toSorted()).toEqual([
      'activity.list',
      'breaker.show',
      'bulk.results',
      'conflict.list',
      'connection.sample',
      'flow.export',
      'flow.find',
      'flow.get',
      'flow.list',
      'flow.onList',
      'flow.onStatus',
      'flow.plan',
      'flow.status',
      'flow.validate',
      'flow.version',
      'home.summary',
      'issue.list',
      'issue.show',
      'operation.get',
      'operation.list',
      'operation.onProgress',
      'record.asOf',
      'record.journey',
      'record.list',
      'record.trace',
      'template.list',
    ]);
  });

  test.each(['viewer', 'operator'] as const)('the role %s is told it by none', async (role) => {
    expect(leaks(await answers(f.as(role)))).toEqual([]);
  });

  test('an editor is told it by the cases and pins that stand with code alone, which editors write', async () => {
    const told = leaks(await answers(f.as('editor'))).toSorted();
    expect(told).toEqual(withCases);
    const { draft } = await f.as('editor').flow.get({ workspace, id: f.flowId });
    const nodes = draft.nodes.map((node) => (node.kind === 'code' ? { ...node, cases: [], pins: [] } : node));
    expect(JSON.stringify(nodes)).not.toContain(secretText);
  });

  test('cannot be found by searching, and what is not masked can', async () => {
    const filter = { flowId: f.flowId, text: secretText };
    expect((await f.owner.record.count({ workspace, filter })).count).toBeGreaterThan(0);
    expect((await f.as('viewer').record.count({ workspace, filter })).count).toBe(0);
    expect((await f.as('viewer').record.list({ workspace, filter })).entries).toEqual([]);
    const open = { flowId: f.flowId, text: 'plain note' };
    const { count } = await f.owner.record.count({ workspace, filter: open });
    expect((await f.as('viewer').record.count({ workspace, filter: open })).count).toBe(count);
    // The name of a masked field is in every line: it tells nothing of its values, and is not searched.
    const byKey = { flowId: f.keyedFlowId, text: secretText };
    expect((await f.as('viewer').record.count({ workspace, filter: byKey })).count).toBe(0);
  });
});

describe('a masked record', () => {
  test('shows what changed, and what is equal on both sides, without the values', async () => {
    const { entries } = await f.as('viewer').record.list({ workspace, filter: { flowId: f.flowId } });
    const [line] = entries.filter((entry) => entry.status === 'applied');
    expect(line?.changed).toEqual(['secret', 'note']);
    expect(line?.after?.note).toBe('plain note 2');
    const { before, after, targetAfter } = line!;
    expect(isMaskedValue(before?.secret)).toBe(true);
    expect(after?.secret).not.toEqual(before?.secret);
    expect(targetAfter?.secret_too).toEqual(after?.secret);
  });

  test('hides that a value is missing', async () => {
    const { entries } = await f.as('viewer').record.list({ workspace, filter: { flowId: f.flowId } });
    const values = entries.flatMap((entry) => [entry.before?.secret, entry.after?.secret]);
    expect(values.filter((value) => value === null || typeof value === 'string')).toEqual([]);
  });

  test('says no more of a refusal than what its code means', async () => {
    const filter = { flowId: f.flowId, status: ['parked' as const] };
    const { entries } = await f.as('viewer').record.list({ workspace, filter });
    expect(entries.map(({ detail }) => detail)).toEqual([
      'Another record of the target holds this unique value.',
    ]);
  });

  test('says no more of why its flow or an operation failed; a flow of which nothing is masked says all', async () => {
    const viewer = f.as('viewer');
    const meaning = 'The target refused the write.';
    const { error } = (await viewer.flow.status({ workspace, id: f.flowId }))!;
    expect(error).toMatchObject({ code: 'WRITE_FAILED', message: meaning });
    const { operations } = await viewer.operation.list({ workspace });
    const failed = operations.filter(({ state, flowId }) => state === 'failed' && flowId === f.flowId);
    expect(failed.map((each) => each.error?.message)).toEqual([meaning]);
    // Of a server that does not answer no record is told.
    const refused = { phase: 'failing', version: 1, lanes: [], retained: {}, at: 1 };
    const message = 'Nothing answers at db:5432.';
    const status = { ...refused, error: { code: 'CONNECTION_REFUSED', message, retryAt: null } };
    const { flowId: other } = await f.addFlow('Unreachable');
    await f.query('update deployment set status = $2 where "flowId" = $1', [other, status]);
    expect((await viewer.flow.status({ workspace, id: other }))?.error?.message).toBe(message);
  });

  test('is decided by an operator who may not see it', async () => {
    const operator = f.as('operator');
    const { items } = await operator.conflict.list({ workspace, flowId: f.flowId });
    const [item] = items;
    expect(isMaskedValue(item?.conflict?.left?.secret)).toBe(true);
    expect(item?.conflict?.left?.secret).not.toEqual(item?.conflict?.right?.secret_too);
    await operator.conflict.decide({
      workspace,
      id: item?.id ?? '',
      fields: { secret: 'right' },
      record: null,
    });
    const [decided] = (await operator.conflict.list({ workspace, flowId: f.flowId })).items;
    expect(decided?.decision?.fields).toEqual({ secret: 'right' });
  });
});

describe('a record whose key is masked', () => {
  const filter = () => ({ flowId: f.keyedFlowId });

  test('is found and opened by the sealed form of its key', async () => {
    const viewer = f.as('viewer');
    const { entries } = await viewer.record.list({ workspace, filter: filter() });
    const keys = [...new Set(entries.map((entry) => entry.recordKey))];
    expect(keys.every(isSealedKey)).toBe(true);
    // Two lines are of one record, and say so.
    expect(entries).toHaveLength(3);
    expect(keys).toHaveLength(2);
    const twice = keys.find((key) => entries.filter(({ recordKey }) => recordKey === key).length === 2)!;
    const found = await viewer.record.list({ workspace, filter: { ...filter(), recordKey: twice } });
    expect(found.entries).toHaveLength(2);
    const at = { workspace, flowId: f.keyedFlowId, laneId: f.keyedLaneId, recordKey: twice };
    expect((await viewer.record.journey(at)).entries).toHaveLength(2);
    expect((await f.owner.record.journey(at)).entries).toHaveLength(2);
  });

  test('is not found by a guess of its key', async () => {
    const viewer = f.as('viewer');
    const recordKey = JSON.stringify([`${secretText}-key-1`]);
    const guess = { ...filter(), recordKey };
    expect((await f.owner.record.count({ workspace, filter: guess })).count).toBe(2);
    expect((await viewer.record.count({ workspace, filter: guess })).count).toBe(0);
    const at = { workspace, flowId: f.keyedFlowId, laneId: f.keyedLaneId, recordKey };
    expect((await outcome(() => viewer.record.journey(at))).code).toBe('NOT_FOUND');
    expect(
      (await outcome(() => viewer.record.list({ workspace, filter: { recordKey: 'masked:x' } }))).code,
    ).toBe('INPUT_INVALID');
  });

  test('tells no other lane’s records by its sealed form', async () => {
    const viewer = f.as('viewer');
    const [sealed] = (await viewer.record.list({ workspace, filter: filter() })).entries;
    const at = { workspace, flowId: f.flowId, laneId: f.laneId, recordKey: sealed?.recordKey ?? '' };
    expect((await outcome(() => viewer.record.journey(at))).code).toBe('NOT_FOUND');
  });
});

describe('a field that is masked and not mapped', () => {
  const connection = `${marker} connection`;
  const graph = (name: string, more: [string, string][]) =>
    twoTables(name, {
      left: [connection, 'public.a'],
      right: [connection, 'public.b'],
      fields: [['id', 'id'], ['note', 'note'], ...more],
    });
  let flowId: string;
  let laneId: string;

  beforeAll(async () => {
    const of = { workspace, graph: graph('Notes', []) };
    flowId = (await f.owner.flow.create({ ...of, name: 'Notes' })).id;
    const { lanes } = await f.owner.flow.validate(of);
    laneId = `${flowId}:${lanes[0]?.id}`;
    await f.query(
      `insert into flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy")
       values ('notes', $1, 1, '{}', 'd', $2, '', 'x')`,
      [flowId, JSON.stringify(lanes)],
    );
  });

  test('is told by no sentence of a system that quotes the whole row', async () => {
    await f.query(
      `insert into pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts, since)
       values ('notes', $1, $2, '["1"]', 'parked', '{}', 'NOT_NULL_VIOLATION', $3, 1, now())`,
      [flowId, laneId, `Failing row contains (1, ${secretText}, null).`],
    );
    const told = async (api: Api) => (await api.conflict.list({ workspace, flowId, state: 'parked' })).items;
    expect((await told(f.owner))[0]?.detail).toContain(secretText);
    const [shown] = await told(f.as('viewer'));
    expect(shown).toMatchObject({ recordKey: '["1"]', detail: errorMeanings.NOT_NULL_VIOLATION });
  });

  test('is not told by trying a draft that maps it, while it runs or after', async () => {
    const { lanes } = await f.owner.flow.validate({
      workspace,
      graph: graph('Notes', [['secret', 'secret_too']]),
    });
    const was = { status: 'applied', code: null, detail: '' };
    const would = { status: 'failed', code: 'CAST_FAILED', detail: `"${secretText}" is no number.` };
    const place = { laneId, recordKey: '["1"]', side: 'left', op: 'update', commitTime: 1 };
    const fields = [{ name: 'secret_too', would: secretText }];
    const counts = { same: 0, values: 0, outcome: 1, untried: 0, shifts: [], fields: [] };
    const reasons = [{ why: `It holds ${secretText}.`, count: 1 }];
    const report = {
      ...{ from: 0, to: 1, tried: 1, missing: [], lanes: [{ laneId, title: 'a and b', ...counts, reasons }] },
      samples: [{ ...place, verdict: 'outcome', was, would, fields }],
    };
    await f.query(
      `insert into operation (id, "workspaceId", "flowId", kind, state, input, progress, result, "createdBy")
       select 'trial', "workspaceId", id, 'trial', 'done', $2, $3, $4, 'x' from flow where id = $1`,
      [flowId, { lanes }, { checked: 1, report }, report].map((each) =>
        typeof each === 'string' ? each : JSON.stringify(each),
      ),
    );
    const told = async (api: Api) => JSON.stringify(await api.operation.get({ workspace, id: 'trial' }));
    expect(await told(f.owner)).toContain(secretText);
    const shown = await told(f.as('editor'));
    expect(shown).not.toContain(secretText);
    expect(shown).toContain('"would":{"masked":');
  });
});

test('pages of results are marked by nothing that tells a masked key, nor can one be found between two markers', async () => {
  const operationId = f.ids[1]?.operationId ?? '';
  await f.query(
    `insert into operation_record select operation_id, lane_id, $2, outcome, code, detail, before, after
     from operation_record where operation_id = $1`,
    [operationId, JSON.stringify([`${secretText}-key-2`])],
  );
  const page = { workspace, id: operationId, limit: 1 };
  const first = await f.as('viewer').bulk.results(page);
  expect(Buffer.from(first.next ?? '', 'base64url').toString('latin1')).not.toContain(secretText);
  const second = await f.as('viewer').bulk.results({ ...page, cursor: first.next });
  expect(second.records).toHaveLength(1);
  expect(second.records).not.toEqual(first.records);
  const guess = JSON.stringify([f.keyedLaneId, JSON.stringify([`${secretText}-key-1`])]);
  const guessed = Buffer.from(guess).toString('base64url');
  for (const cursor of [guessed, first.records[0]?.recordKey ?? '']) {
    const { code } = await outcome(() => f.as('viewer').bulk.results({ ...page, cursor }));
    expect(code).toBe('INPUT_INVALID');
  }
});

test('what a held record waits over is named by nothing that values can be tried on, and how many hold the same is not told', async () => {
  const { items } = await f.as('viewer').conflict.list({ workspace, flowId: f.flowId });
  const [item] = items;
  const [{ body }] = (await f.query('select body from pending_record where id = $1', [item?.id])) as [
    { body: { conflict: ConflictAccount } },
  ];
  const { left, right, fields } = body.conflict;
  const guess = JSON.stringify([left, right, fields.map(({ left: name, winner }) => [name, winner])]);
  const digest = createHash('sha256').update(guess).digest('base64url');
  expect(digest.slice(0, item?.seen?.length)).not.toBe(item?.seen);
  const id = item?.id ?? '';
  expect((await f.owner.conflict.similar({ workspace, id })).same).not.toBe(null);
  const operator = f.as('operator');
  expect(await operator.conflict.similar({ workspace, id })).toMatchObject({ same: null });
  const narrow = ['left' as const];
  expect((await outcome(() => operator.conflict.similar({ workspace, id, narrow }))).code).toBe('FORBIDDEN');
  const decision = { workspace, id, narrow, records: 1, fields: { secret: 'left' as const } };
  expect((await outcome(() => operator.conflict.decideSimilar(decision))).code).toBe('FORBIDDEN');
});

test('who may not look at rows is told nothing of them by a flow of his own', async () => {
  const graph = twoTables('Peek', {
    left: [`${marker} connection`, 'public.keyed'],
    right: [`${marker} connection`, 'public.keyed_too'],
    fields: [['secret', 'secret']],
  });
  await f.query(`update masking_rule set least = 'operator'`);
  const codes = async (api: Api) =>
    (await api.flow.validate({ workspace, graph })).problems.map(({ code }) => code);
  expect(await codes(f.as('editor'))).toContain('KEY_COLLISION');
  expect(await codes(f.as('operator'))).not.toContain('KEY_COLLISION');
  await f.query(`update masking_rule set least = 'admin'`);
});

test('of a flow that is gone, a viewer sees no value at all', async () => {
  const { flowId } = await f.addFlow('Short-lived');
  const before = await f.as('viewer').record.list({ workspace, filter: { flowId } });
  expect(before.entries[0]?.after?.note).toBe('plain note 2');
  await f.query('delete from flow where id = $1', [flowId]);
  const { entries } = await f.as('viewer').record.list({ workspace, filter: { flowId } });
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) {
    expect(isSealedKey(entry.recordKey)).toBe(true);
    expect(Object.values(entry.after ?? {}).every(isMaskedValue)).toBe(true);
  }
  const text = { flowId, text: 'plain note' };
  expect((await f.as('viewer').record.count({ workspace, filter: text })).count).toBe(0);
  expect((await f.owner.record.count({ workspace, filter: text })).count).toBeGreaterThan(0);
});

test('rules are made and removed by admins, once for the same fields, and the account has it', async () => {
  const rule = { connection: '*', stream: '*', field: 'note', least: 'operator' as const };
  expect((await outcome(() => f.as('editor').masking.add({ workspace, ...rule }))).code).toBe('FORBIDDEN');
  const { id } = await f.owner.masking.add({ workspace, ...rule });
  expect((await outcome(() => f.owner.masking.add({ workspace, ...rule }))).code).toBe('NAME_TAKEN');
  const shown = async (role: 'viewer' | 'operator') =>
    (await f.as(role).record.list({ workspace, filter: { flowId: f.flowId } })).entries[0]?.after?.note;
  expect(isMaskedValue(await shown('viewer'))).toBe(true);
  expect(await shown('operator')).toMatch(/^plain note/);
  // Nobody takes away a mask that hides something from himself.
  const above = await f.as('admin').masking.add({ workspace, ...rule, field: 'pay', least: 'owner' });
  const remove = (api: Api) => outcome(() => api.masking.remove({ workspace, id: above.id }));
  expect((await remove(f.as('admin'))).code).toBe('FORBIDDEN');
  expect((await remove(f.owner)).code).toBe('ok');
  await f.owner.masking.remove({ workspace, id });
  expect(await shown('viewer')).toMatch(/^plain note/);
  expect((await outcome(() => f.owner.masking.remove({ workspace, id }))).code).toBe('NOT_FOUND');
  const { events } = await f.owner.activity.list({ workspace });
  expect(events.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['masking.add', 'masking.remove']),
  );
});
