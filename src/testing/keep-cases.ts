import { toJson } from '#db/to-json.ts';
import type { ApiFixture } from './api-fixture.ts';

/** Keeps records as a case and a pin of a code node in every flow there is, draft and versions, and in a template. */
export async function keepCases(api: ApiFixture, workspaceId: string, text: string): Promise<void> {
  const node = {
    ...{ id: 'kept', kind: 'code', form: 'filter', source: 'export const filter = () => true;' },
    pins: [{ entry: 'filter', input: { secret: `${text} pinned` } }],
    cases: [
      {
        ...{ name: 'kept', entry: 'filter', input: { secret: `${text} kept` } },
        expect: { kind: 'keep', keep: true },
      },
    ],
  };
  for (const [table, column] of [
    ['flow', 'draft'],
    ['flow_version', 'graph'],
  ]) {
    await api.query(
      `update ${table} set ${column} = jsonb_set(${column}, '{nodes}', (${column} -> 'nodes') || $1::jsonb)`,
      [JSON.stringify([node])],
    );
  }
  await api.services.prisma.nodeTemplate.create({
    data: {
      ...{ workspaceId, name: 'Kept', description: '', createdBy: 'x', updatedBy: 'x' },
      body: toJson({ formatVersion: 1, nodes: [node], edges: [] }),
    },
  });
}
