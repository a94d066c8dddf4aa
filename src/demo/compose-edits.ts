import type { Side } from '#core/change/change-event.ts';
import type { SeededRandom } from '#lib/seeded-random.ts';
import type { DemoEdit, OwnRow } from './demo-edit.ts';
import type { DemoRecords } from './demo-records.ts';
import { demoValues } from './demo-values.ts';

type Kind = 'accounts' | 'contacts' | 'deals';
type Place = { table: string; key: string };

const places: Record<Kind, Record<Side, Place>> = {
  accounts: {
    left: { table: 'accounts', key: 'id' },
    right: { table: 'organizations', key: 'organization_id' },
  },
  contacts: { left: { table: 'contacts', key: 'id' }, right: { table: 'people', key: 'person_id' } },
  deals: { left: { table: 'deals', key: 'id' }, right: { table: 'orders', key: 'order_id' } },
};

/** What people edit: a field on both sides, how often alone, how often on both sides at once. */
type Editable = {
  kind: Kind;
  left: string;
  right: string;
  alone: number;
  together: number;
  value(random: SeededRandom, side: Side): string | null;
};

const phone = (random: SeededRandom) => demoValues.phone(random, String(random.int(30, 58)));

const editables: readonly Editable[] = [
  { kind: 'contacts', left: 'phone', right: 'mobile', alone: 22, together: 25, value: phone },
  {
    kind: 'contacts',
    left: 'job_title',
    right: 'position',
    alone: 14,
    together: 18,
    value: demoValues.jobTitle,
  },
  { kind: 'contacts', left: 'status', right: 'status', alone: 12, together: 12, value: demoValues.status },
  { kind: 'contacts', left: 'email', right: 'email_address', alone: 6, together: 14, value: freshEmail },
  {
    kind: 'contacts',
    left: 'newsletter',
    right: 'wants_news',
    alone: 4,
    together: 0,
    value: (random) => (random.chance(0.5) ? 't' : 'f'),
  },
  { kind: 'deals', left: 'stage', right: 'state', alone: 18, together: 16, value: demoValues.stage },
  { kind: 'deals', left: 'amount', right: 'total', alone: 12, together: 3, value: amount },
  { kind: 'deals', left: 'title', right: 'subject', alone: 4, together: 4, value: demoValues.dealTitle },
  {
    kind: 'accounts',
    left: 'employees',
    right: 'headcount',
    alone: 5,
    together: 5,
    value: demoValues.employees,
  },
  { kind: 'accounts', left: 'phone', right: 'switchboard', alone: 3, together: 3, value: phone },
];

/** One edit of one field on one side, as somebody at a desk would make it. */
export function composeUpdate(random: SeededRandom, records: DemoRecords): DemoEdit | null {
  const usable = editables.filter((editable) => records[editable.kind].length > 0);
  if (usable.length === 0) return null;
  const editable = random.weighted(usable.map((item) => [item, item.alone] as const));
  const id = random.pick(records[editable.kind]);
  return update(random, editable, random.chance(0.5) ? 'left' : 'right', id);
}

/** Two edits of one record, one per side: mostly of the same field, sometimes of two different ones. */
export function composeConflict(random: SeededRandom, records: DemoRecords): [DemoEdit, DemoEdit] | null {
  const usable = editables.filter((editable) => records[editable.kind].length > 0);
  if (usable.length === 0) return null;
  const first = random.weighted(usable.map((item) => [item, item.together] as const));
  const id = random.pick(records[first.kind]);
  const others = usable.filter((item) => item.kind === first.kind && item.together > 0);
  const second = random.chance(0.85) ? first : random.pick(others);
  return [update(random, first, 'left', id), update(random, second, 'right', id)];
}

/** A new contact or deal on either side; the row is the traffic's own. The statement returns its `id`. */
export function composeInsert(
  random: SeededRandom,
  records: DemoRecords,
): { edit: DemoEdit; table: OwnRow['table'] } | null {
  const side: Side = random.chance(0.5) ? 'left' : 'right';
  if (random.chance(0.4)) {
    if (records.accounts.length === 0) return null;
    return { edit: insertContact(random, side, random.pick(records.accounts)), table: 'people' };
  }
  if (records.contacts.length === 0) return null;
  const contact = random.pick(records.contacts);
  const account = records.accountOf.get(contact);
  return account ? { edit: insertDeal(random, side, account, contact), table: 'orders' } : null;
}

/** Deletes one of the traffic's own rows on one side. */
export function composeDelete(row: OwnRow, side: Side): DemoEdit {
  const { table, key } = placeOf(row, side);
  return { side, kind: 'delete', sql: `DELETE FROM ${table} WHERE ${key} = $1`, values: [row.id] };
}

/** Edits one of the traffic's own rows on one side, for a delete on the other to meet. */
export function composeOwnUpdate(random: SeededRandom, row: OwnRow, side: Side): DemoEdit {
  const kind = row.table === 'people' ? 'contacts' : 'deals';
  const editable = random.pick(editables.filter((item) => item.kind === kind && item.together > 0));
  return update(random, editable, side, row.id);
}

function placeOf(row: OwnRow, side: Side): Place {
  return places[row.table === 'people' ? 'contacts' : 'deals'][side];
}

function update(random: SeededRandom, editable: Editable, side: Side, id: string): DemoEdit {
  const { table, key } = places[editable.kind][side];
  // The CRM notes when a row was last edited; the app does not.
  const touched = side === 'left' ? ', updated_at = now()' : '';
  return {
    side,
    kind: 'update',
    sql: `UPDATE ${table} SET ${editable[side]} = $1${touched} WHERE ${key} = $2`,
    values: [editable.value(random, side), id],
  };
}

function insertContact(random: SeededRandom, side: Side, account: string): DemoEdit {
  const { first, last } = demoValues.person(random);
  const values = [account, first, last, freshEmail(random), phone(random), demoValues.jobTitle(random)];
  return {
    side,
    kind: 'insert',
    sql:
      side === 'left'
        ? `INSERT INTO contacts (account_id, first_name, last_name, email, phone, job_title)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`
        : `INSERT INTO people (organization_id, given_name, family_name, email_address, mobile, position)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING person_id AS id`,
    values,
  };
}

function insertDeal(random: SeededRandom, side: Side, account: string, contact: string): DemoEdit {
  const values = [
    account,
    contact,
    demoValues.dealTitle(random),
    amount(random, side),
    demoValues.currency(random),
  ];
  return {
    side,
    kind: 'insert',
    sql:
      side === 'left'
        ? `INSERT INTO deals (account_id, contact_id, title, amount, currency)
           VALUES ($1, $2, $3, $4, $5) RETURNING id`
        : `INSERT INTO orders (organization_id, person_id, subject, total, currency)
           VALUES ($1, $2, $3, $4, $5) RETURNING order_id AS id`,
    values,
  };
}

/** Sometimes finer on the app's side than the CRM can hold. */
function amount(random: SeededRandom, side: Side): string {
  const value = demoValues.amount(random);
  return side === 'right' && random.chance(0.2) ? `${value}${random.digits(2)}` : value;
}

/** An address that nobody has had before: both databases keep addresses unique. */
function freshEmail(random: SeededRandom): string {
  const { first, last } = demoValues.person(random);
  return demoValues.email(first, last, 'https://www.mail.example', `.${random.uuid().slice(0, 13)}`);
}
