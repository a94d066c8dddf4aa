import { expect, test } from 'vitest';
import { SeededRandom } from '#lib/seeded-random.ts';
import { bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { OneWayHistory } from '#testing/engine/one-way-history.ts';
import { systemOf } from '#testing/systems/test-systems.ts';

const past = [
  { system: 'postgres', seed: 1, deletes: true },
  { system: 'mysql', seed: 308, deletes: true },
  { system: 'postgres', seed: 111, deletes: false },
];

test.each(past)(
  '[E23] undoing everything since a moment gives that moment, where a log tells no old rows ($system, seed $seed, deletes $deletes)',
  async ({ system, seed, deletes }) => {
    const random = new SeededRandom(seed);
    const history = await OneWayHistory.start(systemOf(system), random, { deletes });
    const { flow, moments } = history;
    try {
      for (let round = 0; round < 6; round += 1) {
        await history.moment();
        await history.change();
        if (round % 2 === 0) continue;
        await history.moment();
        const moment = random.pick(moments.slice(0, -1));
        const lines = await flow.store.query<{ seq: string }>(
          'SELECT seq::text FROM ledger_entry WHERE flow_id = $1 AND seq > $2',
          [flow.flowId, String(moment.newest)],
        );
        const done = await bulkOnFlow(
          flow,
          { kind: 'revert', sides: 'both' },
          { seqs: lines.map(({ seq }) => seq) },
        );
        const now = await history.rows();
        const refused = [...done.records].filter(
          ([, { outcome }]) => outcome !== 'done' && outcome !== 'nothing',
        );
        for (const id of new Set([...now.keys(), ...moment.rows.keys()])) {
          if (!moment.renamed.has(id))
            expect.soft(now.get(id), `record ${id} of round ${round}`).toEqual(moment.rows.get(id));
        }
        const others = refused.filter(([key]) => !moment.renamed.has(Number(JSON.parse(key)[0])));
        expect(others).toEqual([]);
      }
    } finally {
      await flow.close();
    }
  },
  120_000,
);
