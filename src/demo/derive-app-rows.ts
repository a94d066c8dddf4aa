import type { SeededRandom } from '#lib/seeded-random.ts';
import type { DemoRow, DemoRows } from './demo-rows.ts';
import { demoValues } from './demo-values.ts';

/** Orders whose total differs from the deal's amount: the deals rule holds these for a person. */
export const DIFFERING_ORDERS = 8;

const keep = { account: 0.9, contact: 0.92, deal: 0.94 };
const differ = { account: 0.05, contact: 0.05 };

/**
 * The app's rows: most of the CRM's (whole families only, so that references hold), a few of them out
 * of date, and the rows that only the app has.
 */
export function deriveAppRows(
  random: SeededRandom,
  crm: DemoRows['crm'],
  own: DemoRows['crm'],
): DemoRows['app'] {
  const accounts = crm.accounts.filter(() => random.chance(keep.account));
  const accountIds = new Set(accounts.map((row) => row.id));
  const contacts = crm.contacts.filter(
    (row) => accountIds.has(row.account_id) && random.chance(keep.contact),
  );
  const contactIds = new Set(contacts.map((row) => row.id));
  const deals = crm.deals.filter(
    (row) =>
      accountIds.has(row.account_id) &&
      (row.contact_id === null || contactIds.has(row.contact_id)) &&
      random.chance(keep.deal),
  );

  const organizations = accounts.map((account) => {
    const row = toOrganization(account);
    if (random.chance(differ.account)) row.headcount = demoValues.employees(random);
    return row;
  });
  const people = contacts.map((contact) => {
    const row = toPerson(random, contact);
    if (random.chance(differ.contact)) row.position = demoValues.jobTitle(random);
    return row;
  });
  const orders = deals.map(toOrder);
  for (const row of orders.filter((order) => order.state === 'quoted').slice(0, DIFFERING_ORDERS)) {
    row.total = `${demoValues.amount(random)}50`;
  }
  return {
    organizations: [...organizations, ...own.accounts.map(toOrganization)],
    people: [...people, ...own.contacts.map((contact) => toPerson(random, contact))],
    orders: [...orders, ...own.deals.map(toOrder)],
  };
}

function toOrganization(account: DemoRow): DemoRow {
  return {
    organization_id: account.id ?? null,
    legal_name: account.name ?? null,
    sector: account.industry ?? null,
    homepage: account.website ?? null,
    switchboard: account.phone ?? null,
    town: account.city ?? null,
    country_code: account.country ?? null,
    headcount: account.employees ?? null,
    registered: withoutZone(account.created_at),
  };
}

function toPerson(random: SeededRandom, contact: DemoRow): DemoRow {
  return {
    person_id: contact.id ?? null,
    organization_id: contact.account_id ?? null,
    given_name: contact.first_name ?? null,
    family_name: contact.last_name ?? null,
    email_address: contact.email ?? null,
    mobile: contact.phone ?? null,
    position: contact.job_title ?? null,
    status: contact.status ?? null,
    wants_news: contact.newsletter ?? null,
    registered: withoutZone(contact.created_at),
    last_seen: random.chance(0.5) ? withoutZone(contact.updated_at) : null,
  };
}

function toOrder(deal: DemoRow): DemoRow {
  return {
    order_id: deal.id ?? null,
    organization_id: deal.account_id ?? null,
    person_id: deal.contact_id ?? null,
    subject: deal.title ?? null,
    state: deal.stage ?? null,
    total: `${deal.amount}00`,
    currency: deal.currency ?? null,
    due: deal.closes_on ?? null,
    placed: withoutZone(deal.created_at),
  };
}

/** The same moment as a timestamp in UTC. */
function withoutZone(timestamptz: string | null | undefined): string | null {
  return timestamptz?.replace('+00', '') ?? null;
}
