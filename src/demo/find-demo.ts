import type pg from 'pg';
import { DemoSetting, demoSettingKey } from './demo-setting.ts';

/** The demo as it was made, and where its databases are. */
export type Demo = DemoSetting & {
  /** @param adminUrl of the embedded server */
  leftUrl(adminUrl: string): string;
  rightUrl(adminUrl: string): string;
};

/** The demo, or null when it was not made here. @param pool of Syncline's own store */
export async function findDemo(pool: pg.Pool): Promise<Demo | null> {
  const { rows } = await pool.query<{ value: unknown }>('SELECT value FROM setting WHERE key = $1', [
    demoSettingKey,
  ]);
  const setting = DemoSetting.safeParse(rows[0]?.value);
  if (!setting.success) return null;
  const urlOf = (adminUrl: string, database: string) => {
    const url = new URL(adminUrl);
    url.pathname = `/${encodeURIComponent(database)}`;
    return url.toString();
  };
  return {
    ...setting.data,
    leftUrl: (adminUrl) => urlOf(adminUrl, setting.data.leftDatabase),
    rightUrl: (adminUrl) => urlOf(adminUrl, setting.data.rightDatabase),
  };
}
