import { ids, type SideName } from './customer-tables.ts';
import type { SideAccount } from './random-writes.ts';

type Row = Record<string, string | null>;
type Wrong = { id: number; what: string; left: Row | undefined; right: Row | undefined; steps?: string[] };

/** Every record that disagrees, or where something that a side wrote is lost. */
export function wrongRecords(
  rows: Record<SideName, Map<number, Row>>,
  accounts: Record<SideName, SideAccount>,
): Wrong[] {
  const wrong: Wrong[] = [];
  const fail = (id: number, what: string) => {
    const steps = [...accounts.left.steps, ...accounts.right.steps]
      .filter(({ sql, changed }) => changed > 0 && new RegExp(`\\b${id}\\b`).test(sql))
      .map(({ at, side, sql }) => `${at} ${side}: ${sql}`)
      .sort();
    wrong.push({ id, what, left: rows.left.get(id), right: rows.right.get(id), steps });
  };
  for (const id of new Set([...rows.left.keys(), ...rows.right.keys()])) {
    if (JSON.stringify(rows.left.get(id)) !== JSON.stringify(rows.right.get(id)))
      fail(id, 'the sides disagree');
  }
  const own = { left: 'left_note', right: 'right_note' };
  for (const side of ['left', 'right'] as const) {
    const account = accounts[side];
    for (const [id, value] of account.own) {
      if (rows.left.get(id)?.[own[side]] !== value) fail(id, `${own[side]} is not ${value}`);
    }
    for (const [id, name] of account.inserted) {
      if (rows.left.get(id)?.name !== name) fail(id, `inserted on the ${side} as ${name}`);
    }
    for (const id of account.deleted) {
      if (rows.left.has(id)) fail(id, `deleted on the ${side}`);
    }
  }
  for (let id = ids.shared.first; id < ids.shared.first + ids.shared.count; id += 1) {
    const last = [accounts.left.names.get(id), accounts.right.names.get(id)].filter(
      (name) => name !== undefined,
    );
    const name = rows.left.get(id)?.name;
    if (last.length > 0 && !last.includes(name ?? '')) fail(id, `name is none of ${last.join(', ')}`);
  }
  return wrong;
}
