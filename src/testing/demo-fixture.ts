import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createDemoDatabases } from '#demo/create-demo-databases.ts';
import { type DemoSize, generateDemoRows } from '#demo/generate-demo-rows.ts';

/** Both demo databases under names of their own on the test server. */
export async function demoFixture(options: { size?: DemoSize }) {
  const adminUrl = inject('postgresUrl');
  const suffix = randomBytes(4).toString('hex');
  const names = { role: `demo_${suffix}`, left: `demo_crm_${suffix}`, right: `demo_app_${suffix}` };
  const rows = generateDemoRows({ seed: 1, now: new Date('2026-01-15T00:00:00Z'), size: options.size });
  const create = () => createDemoDatabases({ adminUrl, names, rows });
  const urls = await create();
  const left = new pg.Pool({ connectionString: urls.leftUrl, max: 2 });
  const right = new pg.Pool({ connectionString: urls.rightUrl, max: 2 });
  return {
    ...urls,
    left,
    right,
    rows,
    create,
    async close() {
      await Promise.all([left.end(), right.end()]);
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      await admin.query(`DROP DATABASE ${names.left} WITH (FORCE)`);
      await admin.query(`DROP DATABASE ${names.right} WITH (FORCE)`);
      await admin.query(`DROP ROLE ${names.role}`);
      await admin.end();
    },
  };
}
