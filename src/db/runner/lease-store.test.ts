import { expect, test } from 'vitest';
import { ledgerStore } from '#testing/ledger-store.ts';
import { LeaseStore } from './lease-store.ts';

test('[E1] a lease holds its time, and none outlives that because the clock was set back', async () => {
  const { pool, close } = await ledgerStore('leases');
  try {
    const holder = new LeaseStore(pool, 'gone');
    const others = new LeaseStore(pool, 'other');
    const seen = async () => (await others.list())[0];
    const flow = await seen();
    if (!flow) throw new Error('no flow');
    expect(flow.free).toBe(true);
    await holder.claim(flow);
    expect(await seen()).toMatchObject({ runnerId: 'gone', epoch: flow.epoch + 1, free: false });
    await pool.query(`UPDATE deployment SET "leaseExpiresAt" = now() + interval '1 hour'`);
    expect(await seen()).toMatchObject({ runnerId: 'gone', free: true });
    // Who is alive says so at once.
    expect(await holder.renew()).toEqual(new Set(['f']));
    expect(await seen()).toMatchObject({ free: false });
    await pool.query(`UPDATE deployment SET "leaseExpiresAt" = now() - interval '1 second'`);
    expect(await seen()).toMatchObject({ free: true });
  } finally {
    await close();
  }
});
