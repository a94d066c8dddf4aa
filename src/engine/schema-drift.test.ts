import { describe, expect, test } from 'vitest';
import { carried, peopleLane, rowsOf, underTraffic } from '#testing/engine/drift-under-traffic.ts';

const first20 = (table: string) => `${table} WHERE id <= 20`;

describe('[E15] a column', { timeout: 180_000 }, () => {
  test('that is added is told, and everything goes on', async () => {
    await underTraffic('drift_added', async ({ flow, traffic, told }) => {
      await flow.left.query('ALTER TABLE l ADD city text');
      await flow.right.query('ALTER TABLE r ADD town text DEFAULT $$here$$');
      await traffic();
      await told('left:field-added:city', 'right:field-added:town');
      await traffic();
      await flow.left.query('ALTER TABLE l DROP city');
      await flow.right.query('ALTER TABLE r DROP town');
      await told();
    });
  });

  describe.each(['FULL', 'DEFAULT'])('that is dropped, with replica identity %s,', (identity) => {
    const label = identity.toLowerCase();

    test('suspends its pair alone, and is filled from the other side when it is back', async () => {
      await underTraffic(
        `drift_dropped_${label}`,
        async ({ flow, traffic, told }) => {
          await flow.left.query('ALTER TABLE l DROP mail');
          await traffic();
          await told('left:field-dropped:mail:mail=mail');
          await flow.right.query(`UPDATE r SET mail = 'changed meanwhile' WHERE id = 3`);
          await traffic();
          const kept = await rowsOf(flow.right, first20('r'), 'id, mail');
          expect(kept).toContain('changed meanwhile');
          expect(kept.match(/mail\d/g)).toHaveLength(19);
          await flow.left.query('ALTER TABLE l ADD mail text');
          await traffic();
          await told();
        },
        {
          identity,
          async atEnd(flow) {
            const filled = await rowsOf(flow.left, first20('l'), 'mail');
            expect(filled.match(/mail\d/g)).toHaveLength(19);
            expect(filled).toContain('changed meanwhile');
            await carried(flow, 'mail');
          },
        },
      );
    });

    test('on the side that is written suspends it likewise, whatever the other side does to it', async () => {
      await underTraffic(
        `drift_dropped_right_${label}`,
        async ({ flow, traffic, told }) => {
          await flow.right.query('ALTER TABLE r DROP mail');
          await flow.left.query(`UPDATE l SET mail = 'changed meanwhile' WHERE id = 3`);
          await traffic();
          await told('right:field-dropped:mail:mail=mail');
          await flow.left.query(`UPDATE l SET mail = 'and again' WHERE id = 4`);
          await traffic();
          await flow.right.query('ALTER TABLE r ADD mail text');
          await traffic();
          await told();
        },
        {
          identity,
          async atEnd(flow) {
            expect(await rowsOf(flow.right, 'r WHERE id IN (3, 4)', 'mail')).toBe(
              '[{"mail":"changed meanwhile"},{"mail":"and again"}]',
            );
            await carried(flow, 'mail');
          },
        },
      );
    });
  });

  test.each(['FULL', 'DEFAULT'])(
    'that is dropped and made again at once is filled from the other side, replica identity %s',
    async (identity) => {
      await underTraffic(
        `drift_remade_${identity.toLowerCase()}`,
        async ({ flow, traffic }) => {
          await flow.left.query('BEGIN; ALTER TABLE l DROP mail; ALTER TABLE l ADD mail text; COMMIT');
          await traffic();
        },
        {
          identity,
          async atEnd(flow) {
            const filled = await rowsOf(flow.left, first20('l'), 'mail');
            expect(filled.match(/mail\d/g)).toHaveLength(20);
            await carried(flow, 'mail');
          },
        },
      );
    },
  );
});

describe('[E15] a field that is made for a new one of the other side', { timeout: 180_000 }, () => {
  test.each(['FULL', 'DEFAULT'])(
    'is filled from there, also against the rules of a first meeting, and nothing else is touched, replica identity %s',
    async (identity) => {
      const lane = peopleLane();
      const fields = ['id', 'name', 'mail', 'n'].map((name) => ({ left: name, right: name }));
      const made = { left: 'city', right: 'town', made: 'left' };
      await underTraffic(
        `drift_filled_${identity.toLowerCase()}`,
        async ({ flow, traffic, told }) => {
          await flow.right.query(`ALTER TABLE r ADD town text; UPDATE r SET town = 'town' || id`);
          await told('right:field-added:town');
          await flow.left.query('ALTER TABLE l ADD city text');
          await traffic();
          await flow.redeploy([{ ...lane, mapping: { ...lane.mapping, fields: [...fields, made] } }]);
          await traffic();
          await told();
        },
        {
          identity,
          async atEnd(flow) {
            const filled = await rowsOf(flow.left, first20('l'), 'city');
            expect(filled.match(/town\d/g)).toHaveLength(20);
            expect((await rowsOf(flow.right, first20('r'), 'town')).match(/town\d/g)).toHaveLength(20);
            // Records that nobody writes to meanwhile have a line of the meeting alone.
            const filledIn = (await flow.ledger()).filter((line) => line.detail.startsWith('Met anew'));
            const quiet = filledIn.filter((line) => /^\["(2[1-9]|30)"\]$/.test(line.record_key));
            expect(quiet).toHaveLength(10);
            for (const { cause, side, op, after } of quiet) {
              expect({ cause, side, op }).toEqual({ cause: 'snapshot', side: 'right', op: 'update' });
              expect(after?.town).toMatch(/^town\d+$/);
            }
            await carried(flow, 'city', 'town');
          },
        },
      );
    },
  );
});
