import { describe, expect, test } from 'vitest';
import { carried, peopleLane, rowsOf, underTraffic } from '#testing/engine/drift-under-traffic.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';

describe('[E15] a column', { timeout: 180_000 }, () => {
  test('that is renamed is told as such, and its pair waits; renamed back it goes on', async () => {
    await underTraffic(
      'drift_renamed',
      async ({ flow, traffic, told }) => {
        await flow.left.query('ALTER TABLE l RENAME mail TO email');
        await traffic();
        await told('left:field-renamed:mail:email:mail=mail');
        const [proposal] = await flow.store.query<{ body: { options: unknown } }>(
          'SELECT body FROM schema_drift',
        );
        expect(proposal?.body.options).toMatchObject([
          { kind: 'follow', side: 'left', from: 'mail', to: 'email' },
          { kind: 'unmap', left: 'mail', right: 'mail' },
        ]);
        await traffic();
        await flow.left.query('ALTER TABLE l RENAME email TO mail');
        await traffic();
        await told();
      },
      { atEnd: (flow) => carried(flow, 'mail') },
    );
  });

  test('that is renamed is followed by a new version, which meets over that pair alone', async () => {
    const lane = peopleLane();
    const fields = ['id', 'name', 'n'].map((name) => ({ left: name, right: name }));
    const followed = {
      ...lane,
      mapping: { ...lane.mapping, fields: [...fields, { left: 'email', right: 'mail' }] },
    };
    await underTraffic(
      'drift_followed',
      async ({ flow, traffic, told }) => {
        await flow.left.query('ALTER TABLE l RENAME mail TO email');
        await told('left:field-renamed:mail:email:mail=mail');
        await flow.left.query(`UPDATE l SET email = 'written meanwhile' WHERE id = 28`);
        await flow.right.query('DELETE FROM r WHERE id = 30');
        await traffic();
        await flow.redeploy([followed]);
        await traffic();
        await told();
      },
      {
        agreeOn: { left: 'id, name, email AS mail, n::text', right: 'id, name, mail, n::text' },
        async atEnd(flow) {
          expect(await rowsOf(flow.right, 'r WHERE id IN (28, 30)', 'id, mail')).toBe(
            '[{"id":28,"mail":"written meanwhile"}]',
          );
          await carried(flow, 'email', 'mail');
        },
      },
    );
  });

  test('of another type goes on, cast anew; values that do not fit wait, and go when they are mended', async () => {
    await underTraffic('drift_retyped', async ({ flow, traffic, told }) => {
      await flow.right.query('ALTER TABLE r ALTER mail TYPE varchar(12)');
      await traffic();
      await told('right:field-retyped:mail:character varying(12):mail=mail');
      await flow.left.query(`UPDATE l SET mail = 'much too long for it' WHERE id = 3`);
      await eventually(
        'the record is parked',
        async () => {
          const parked = await flow.store.query(
            `SELECT "recordKey" FROM pending_record WHERE state = 'parked'`,
          );
          return parked.length === 1 && parked[0]?.recordKey === '["3"]';
        },
        40,
      );
      await traffic();
      await flow.right.query('ALTER TABLE r ALTER mail TYPE text');
      await eventually(
        'the value has arrived',
        async () => (await rowsOf(flow.right, 'r WHERE id = 3', 'mail')).includes('much too long for it'),
        40,
      );
    });
  });

  test('whose new type has no cast suspends its pair, and is met again when it has one', async () => {
    await underTraffic(
      'drift_refused',
      async ({ flow, traffic, told }) => {
        await flow.left.query('ALTER TABLE l ALTER n TYPE point USING point(n::float8, 0)');
        await traffic();
        await told('left:field-retyped:n:point:n=n');
        await flow.right.query('UPDATE r SET n = 77 WHERE id = 2');
        await traffic();
        await flow.left.query('ALTER TABLE l ALTER n TYPE numeric(10,2) USING (n[0])::numeric(10,2)');
        await traffic();
        await told();
      },
      {
        // Both sides hold a value: the rule of the first meeting prefers the left one.
        async atEnd(flow) {
          expect(await rowsOf(flow.right, 'r WHERE id = 2', 'n::text')).toBe('[{"n":"2.00"}]');
        },
      },
    );
  });

  test('[E5] a replica identity that is no longer full is worked around with digests', async () => {
    await underTraffic(
      'drift_identity',
      async ({ flow, traffic, told }) => {
        await flow.left.query('ALTER TABLE l REPLICA IDENTITY DEFAULT');
        await traffic();
        await told('left:old-rows:key');
        await traffic();
      },
      {
        async atEnd(flow) {
          const kept = await flow.store.query<{ n: number }>('SELECT count(*)::int AS n FROM record_digest');
          const [rows] = await flow.left.query<{ n: number }>('SELECT count(*)::int AS n FROM l');
          expect(kept[0]?.n).toBe(rows?.n);
          await carried(flow, 'mail');
        },
      },
    );
  });
});
