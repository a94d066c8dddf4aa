import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { compile } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { withJoined, withoutJoined } from '#core/transform/joined-columns.ts';
import { castKind } from '#core/values/cast-table.ts';
import type { Row } from '#core/values/value.ts';
import { streamOf } from '#testing/flow-fixtures.ts';
import { fieldOf, sampleTypes, textsOf } from '#testing/value-fixtures.ts';
import { castRow } from '../apply/plan-write.ts';
import { compileLane } from '../plan/compiled-lane.ts';
import { openStep, type Seen } from './view-step.ts';

/** Every cast that there is between two types, as pairs of one stream each. */
const casts = sampleTypes.flatMap((from) =>
  sampleTypes.flatMap((to) => ('refused' in castKind(from, to) ? [] : [{ from, to }])),
);
const id = fieldOf({ kind: 'int32' }, { name: 'id', nullable: false });

type Cast = (typeof casts)[number];

/** A lane that carries values of these types, alone and joined, with code behind its mapping or without. */
function laneOf({ from, to }: Cast, coded: boolean): Lane {
  const text = { kind: 'text' } as const;
  const left = streamOf('l', [id, fieldOf(from, { name: 'a' }), fieldOf(text, { name: 'b' })]);
  const right = streamOf('r', [
    id,
    fieldOf(to, { name: 'x' }),
    fieldOf(text, { name: 'both' }),
    fieldOf(text, { name: 'first' }),
    fieldOf(text, { name: 'rest' }),
  ]);
  const code = { id: 'code', kind: 'code', form: 'batch', source: 'x' };
  const graph = FlowGraph.parse({
    formatVersion: 1,
    name: 'Steps',
    nodes: [
      { id: 'l', kind: 'endpoint', connection: 'l', stream: 'l' },
      {
        id: 'map',
        kind: 'mapping',
        direction: 'forward',
        match: [['id', 'id']],
        fields: [
          { left: 'a', right: 'x' },
          {
            left: 'id',
            right: 'both',
            also: { left: ['b'] },
            transform: { forward: [{ kind: 'join', separator: '/' }] },
          },
          {
            left: 'b',
            right: 'first',
            also: { right: ['rest'] },
            transform: { forward: [{ kind: 'split', separator: ' ' }] },
          },
        ],
      },
      ...(coded ? [code] : []),
      { id: 'r', kind: 'endpoint', connection: 'r', stream: 'r' },
    ],
    edges: [
      { id: 'e1', source: 'l', target: 'map' },
      { id: 'e2', source: 'map', target: coded ? 'code' : 'r' },
      ...(coded ? [{ id: 'e3', source: 'code', target: 'r' }] : []),
    ],
  });
  const { lanes, problems } = compile(graph, (name) => (name === 'l' ? left : right));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || !lanes[0]) throw new Error(JSON.stringify(errors));
  return lanes[0];
}

/** What a lane without the code writes of the row, or why it does not. */
function withoutCode(cast: Cast, row: Row): Seen {
  const lane = compileLane('f', laneOf(cast, false));
  try {
    const made = castRow(lane, 'left', withJoined(row, lane.left.joined));
    return { kind: 'row', row: withoutJoined(made, lane.right.joined) };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const { code, message, detail, at } = error;
    return { kind: 'failed', refusal: { code, message, detail, at } };
  }
}

test('[E30] whatever a mapping makes or refuses of a row, it makes or refuses the same before code', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...casts).chain((cast) =>
        fc.record({
          cast: fc.constant(cast),
          a: fc.option(textsOf(cast.from)),
          b: fc.option(fc.string()),
          id: fc.integer(),
        }),
      ),
      async ({ cast, a, b, id: key }) => {
        const [step] = laneOf(cast, true).left.view?.steps ?? [];
        if (step?.kind !== 'mapping') throw new Error('no mapping');
        const view = { own: streamOf('l', [id]), passing: ['id'] };
        const row: Row = { id: String(key), a, b };
        const [seen] = await openStep(step, view, () => Promise.reject(new Error('no code'))).see([row]);
        expect(seen).toEqual(withoutCode(cast, row));
      },
    ),
    { numRuns: 300 },
  );
});
