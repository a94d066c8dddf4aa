import type { Side } from '#core/change/change-event.ts';

/** One statement against one of the demo databases. */
export type DemoEdit = {
  side: Side;
  kind: 'insert' | 'update' | 'delete';
  sql: string;
  values: (string | null)[];
};

/** A row that the traffic itself inserted: nothing refers to it, so it can be deleted on either side. */
export type OwnRow = { table: 'people' | 'orders'; id: string; insertedAt: number };
