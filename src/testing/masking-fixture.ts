import type { Permission, Role } from '#core/access/permissions.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { ConflictAccount, LedgerEntry } from '#core/ledger/ledger-entry.ts';
import { writeOperation } from '#db/ledger/operation-records.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { toJson } from '#db/to-json.ts';
import { type Api, apiFixture, twoTables } from './api-fixture.ts';
import { keepCases } from './keep-cases.ts';
import { marker, type ProcedureIds } from './procedure-inputs.ts';
import { testDatabase } from './test-database.ts';

/** Stands in every value of the masked fields, and in nothing else. */
export const secretText = 'topsecret';

const workspace = 'main';
const connection = `${marker} connection`;

export type MaskingFixture = {
  owner: Api;
  /** A member with this role; fields named `secret…` are masked for everybody below admins. */
  as(role: Exclude<Role, 'owner'>): Api;
  /** One of everything, of the flow whose field and of the one whose key is masked. */
  ids: ProcedureIds[];
  /** What the inputs of a procedure are to have beside those of `procedureInputs`. */
  inputs(path: Permission, ids: ProcedureIds): Record<string, unknown>;
  flowId: string;
  laneId: string;
  keyedFlowId: string;
  keyedLaneId: string;
  /** Another flow like the first, with its own lines. */
  addFlow(name: string): Promise<{ flowId: string; laneId: string }>;
  query(sql: string, values?: unknown[]): Promise<unknown[]>;
  close(): Promise<void>;
};

/** A workspace with two deployed flows and secrets wherever a value of a record can be. */
export async function maskingFixture(): Promise<MaskingFixture> {
  const api = await apiFixture('masking');
  const db = await testDatabase('masking');
  await db.query(`create collation folding (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    create table a (id int primary key, secret text, note text);
    create table b (id int primary key, secret_too text, note text);
    create table keyed (secret text primary key, note text);
    create table keyed_too (secret text collate folding primary key, note text);
    insert into a values (1, '${secretText} one', 'plain note 1'), (2, null, 'plain note 2');
    insert into b values (1, '${secretText} two', 'plain note 1');
    insert into keyed values ('${secretText}-key-1', 'x'), ('${secretText}-KEY-1', 'y')`);
  const person = await api.person('owner');
  const access = await api.workspace(workspace, person);
  const owner = api.as(person);
  await owner.connection.create({
    workspace,
    name: connection,
    connector: 'postgres',
    config: { url: db.url },
  });
  const { id: connectionId } = await owner.connection.get({ workspace, name: connection });
  const graphs = {
    plain: (name: string) =>
      twoTables(name, {
        left: [connection, 'public.a'],
        right: [connection, 'public.b'],
        fields: [
          ['id', 'id'],
          ['secret', 'secret_too'],
          ['note', 'note'],
        ],
      }),
    keyed: (name: string) =>
      twoTables(name, {
        left: [connection, 'public.keyed'],
        right: [connection, 'public.keyed_too'],
        fields: [
          ['secret', 'secret'],
          ['note', 'note'],
        ],
      }),
  };
  const deploy = async (name: string, kind: 'plain' | 'keyed') => {
    const { id: flowId } = await owner.flow.create({ workspace, name, graph: graphs[kind](name) });
    const { lanes } = await owner.flow.validate({ workspace, graph: graphs[kind](name) });
    const lane = lanes[0] as Lane;
    // Keys that collide keep the flow from being deployed: what it compiles to is put there.
    const { prisma } = api.services;
    const graph = toJson(graphs[kind](name));
    const version = await prisma.flowVersion.create({
      data: { flowId, number: 1, graph, digest: 'd', lanes: toJson(lanes), message: '', createdBy: 'x' },
    });
    const status = { phase: 'failing', version: 1, lanes: [], error: refusal(), retained: {}, at: 1 };
    await prisma.deployment.create({
      data: { flowId, versionId: version.id, desired: 'paused', desiredBy: 'x', status },
    });
    return { flowId, laneId: `${flowId}:${lane.id}` };
  };
  const store = new PgLaneStore(api.services.pool, access.id, api.services.secretKey);
  const add = (at: { flowId: string; laneId: string }, entries: LedgerEntry[]) =>
    store.commit({ flowId: at.flowId, epoch: 0 }, { entries });
  const plain = await deploy(`${marker} flow`, 'plain');
  await add(plain, plainLines(plain));
  const keyed = await deploy('Keyed', 'keyed');
  await add(keyed, keyedLines(keyed));
  // Of the first flow's lines some failed.
  const issue = await api.services.prisma.issue.findFirstOrThrow({ where: { flowId: plain.flowId } });
  const ids = await Promise.all(
    [plain, keyed].map(async (at, index) => {
      const keyIs = index === 0 ? '["1"]' : JSON.stringify([`${secretText}-key-1`]);
      const { id: pendingId } = await api.services.prisma.pendingRecord.create({
        data: {
          ...at,
          recordKey: keyIs,
          state: 'held',
          body: toJson({ conflict: index === 0 ? account : null }),
          code: 'CONFLICT_HELD',
          detail: `From ${secretText} to ${secretText}.`,
          attempts: 1,
          since: new Date(),
        },
      });
      await addTrip(at, index);
      const operationId = await addOperations(at, keyIs, index === 0);
      return {
        slug: workspace,
        connectionId,
        flowId: at.flowId,
        pendingId,
        issueId: issue.id,
        operationId,
        ...others,
      };
    }),
  );
  await api.services.prisma.auditEvent.create({
    data: {
      workspaceId: access.id,
      actor: 'x',
      action: 'conflict.decide',
      target: { kind: 'record', id: 'x', name: `Keyed ["${secretText}-key-1"]` },
      detail: { laneId: keyed.laneId },
    },
  });
  await keepCases(api, access.id, secretText);
  await api.services.prisma.runner.create({
    data: { id: 'r', host: 'h', pid: 1, seenAt: new Date(Date.now() + 3_600_000) },
  });
  await owner.masking.add({ workspace, connection: '*', stream: '*', field: 'secret*', least: 'admin' });

  async function addTrip({ flowId, laneId }: { flowId: string; laneId: string }, index: number) {
    const row = { secret: `${secretText} trip`, note: 'plain' };
    const preview: BreakerTrip['preview'] = {
      reason: 'Too many.',
      until: '00B0',
      complete: true,
      streams: [],
      truncated: 0,
      transactionCount: 1,
      transactions: [],
      samples: [
        {
          op: 'delete',
          key: index === 0 ? { id: '1' } : row,
          before: row,
          after: null,
          position: '1',
          commitTime: 1,
        },
      ],
    };
    await api.services.prisma.breakerTrip.create({
      data: {
        ...{ laneId, side: 'left', flowId, state: 'tripped', trippedAt: 1n, until: '00B0' },
        body: toJson({ kinds: ['deletes'], preview }),
      },
    });
  }

  async function addOperations(at: { flowId: string; laneId: string }, recordKey: string, plainKey: boolean) {
    const row = { secret: `${secretText} found`, note: 'plain' };
    const other = plainKey ? { secret_too: `${secretText} there`, note: 'plain' } : row;
    const sample = {
      recordKey,
      kind: 'differ',
      fields: ['secret'],
      rightFields: ['secret'],
      left: row,
      right: other,
    };
    const verify = {
      agreed: false,
      lanes: [
        {
          ...{
            laneId: at.laneId,
            left: 'a',
            right: 'b',
            checked: 1,
            differing: 1,
            onlyLeft: 0,
            onlyRight: 0,
          },
          ...{ inFlight: 0, pending: 0, samples: [sample] },
        },
      ],
      at: 1,
    };
    const side = { stream: 'a', rows: 1, unnamed: 1 };
    const match = {
      mappingNodeId: 'map',
      by: [],
      left: { ...side, unnamedSamples: [row] },
      right: { ...side, unnamedSamples: [other] },
      groups: [{ kind: '1:1', names: 1, left: 1, right: 1, samples: [{ left: [row], right: [other] }] }],
      meeting: {
        ...{ compared: 1, agree: 0, writes: { left: 0, right: 0 }, held: 0, refused: 1, skipped: [] },
        refusals: [`"${secretText}" is too long.`],
        fields: [
          {
            ...{ left: 'secret', right: plainKey ? 'secret_too' : 'secret', differing: 1 },
            survivors: { left: 1, right: 0, merged: 0, held: 0 },
            samples: [{ left: secretText, right: null, survivor: 'left', why: `It is ${secretText}.` }],
          },
        ],
      },
      alone: { left: { records: 0, rule: 'create' }, right: { records: 0, rule: 'create' } },
      ambiguous: { left: 0, right: 0 },
      at: 1,
    };
    const undo = {
      ...{ undone: 0, gone: 0, changed: 1, failed: 0 },
      samples: [{ recordKey, what: 'changed', why: `It holds ${secretText}.` }],
    };
    let last = '';
    for (const [kind, result, progress] of [
      ['resync', null, { lanes: { x: { cursor: secretText } } }],
      ['match', match, {}],
      ['undo-first-sync', undo, undo],
      ['verify', verify, {}],
    ] as const) {
      const { id } = await api.services.prisma.operation.create({
        data: {
          ...{ workspaceId: access.id, flowId: at.flowId, kind, createdBy: 'x' },
          input: { mapping: 'map', ...(kind === 'resync' && { from: [secretText] }) },
          // What is found is told while it runs, and so is the key at which it is.
          progress: toJson(progress),
          ...(result ? { result: toJson(result), state: 'done' } : { error: refusal(), state: 'failed' }),
        },
      });
      last = id;
    }
    const rows = { left: row, right: other };
    await writeOperation(api.services.pool, {
      id: last,
      records: [
        {
          ...{ laneId: at.laneId, recordKey, outcome: 'refused', code: 'CHANGED_SINCE' },
          ...{ detail: `It holds ${secretText}.`, before: rows, after: rows },
        },
      ],
      place: null,
    });
    return last;
  }

  return {
    owner,
    as: (role) => api.as({ kind: 'api-key', id: role, name: role, workspace: { ...access, role } }),
    ids,
    // What a draft's steps make of real values, and keys that collide, are told by these.
    inputs: (path, { flowId }) =>
      path === 'flow.validate' || path === 'flow.plan'
        ? { graph: flowId === keyed.flowId ? graphs.keyed('Keyed') : graphs.plain(`${marker} flow`) }
        : path === 'record.journey' || path === 'record.trace' || path === 'record.asOf'
          ? {
              ...(flowId === keyed.flowId ? { recordKey: JSON.stringify([`${secretText}-key-1`]) } : {}),
              ...(path === 'record.trace' ? { field: 'secret' } : {}),
            }
          : {},
    ...plain,
    keyedFlowId: keyed.flowId,
    keyedLaneId: keyed.laneId,
    async addFlow(name) {
      const at = await deploy(name, 'plain');
      await add(at, plainLines(at));
      return at;
    },
    query: api.query,
    async close() {
      await api.close();
      await db.close();
    },
  };
}

const others = {
  ...{ driftId: 'none', memberId: 'none', invitationId: 'none', apiKeyId: 'none', maskingRuleId: 'none' },
  ...{
    ruleId: 'none',
    channelId: 'none',
    incidentId: 'none',
    deliveryId: 'none',
    moduleName: 'none',
    templateId: 'none',
  },
};

const account: ConflictAccount = {
  base: { id: '1', secret: `${secretText} base` },
  left: { id: '1', secret: `${secretText} left` },
  right: { id: '1', secret_too: `${secretText} right` },
  fields: [
    {
      ...{ left: 'secret', right: 'secret_too', rule: 'hold', winner: 'held' },
      why: `From ${secretText} to ${secretText}.`,
      base: { left: `${secretText} base`, right: `${secretText} base` },
      stands: { left: `${secretText} left`, right: `${secretText} left` },
    } as const,
  ],
};

/** What a system says when it refuses something. */
const refusal = () => ({
  code: 'WRITE_FAILED',
  message: `invalid input syntax: "${secretText}"`,
  retryAt: null,
});

type At = { flowId: string; laneId: string };

function line(at: At, ordinal: number, rest: Partial<LedgerEntry>): LedgerEntry {
  const now = Date.now() * 1000;
  return {
    ...at,
    ...{
      version: 1,
      side: 'left',
      position: '00A0',
      ordinal,
      commitTime: now,
      capturedAt: now,
      appliedAt: now,
    },
    ...{
      op: 'update',
      status: 'applied',
      code: null,
      detail: '',
      recordKey: '["1"]',
      before: null,
      after: null,
    },
    ...{
      targetBefore: null,
      targetAfter: null,
      changed: [],
      cause: 'live',
      conflict: null,
      operationId: null,
    },
    ...rest,
  };
}

function plainLines(at: At): LedgerEntry[] {
  const was = { id: '1', secret: `${secretText} one`, note: 'plain note 1' };
  const is = { id: '1', secret: `${secretText} three`, note: 'plain note 2' };
  return [
    line(at, 0, {
      before: was,
      after: is,
      targetAfter: { ...is, secret_too: is.secret },
      changed: ['secret', 'note'],
    }),
    line(at, 1, {
      ...{
        status: 'parked',
        code: 'UNIQUE_VIOLATION',
        detail: `Key (secret_too)=(${secretText}) already exists.`,
      },
      after: { ...is, secret: null as unknown as string },
    }),
    line(at, 2, {
      ...{ status: 'resolved', code: 'CONFLICT_RESOLVED', detail: `From ${secretText} to ${secretText}.` },
      ...{ after: is, conflict: account },
    }),
  ];
}

function keyedLines(at: At): LedgerEntry[] {
  return ['key-1', 'key-1', 'key-2'].map((key, ordinal) =>
    line(at, ordinal, {
      recordKey: JSON.stringify([`${secretText}-${key}`]),
      after: { secret: `${secretText}-${key}`, note: 'x' },
      changed: ['note'],
    }),
  );
}
