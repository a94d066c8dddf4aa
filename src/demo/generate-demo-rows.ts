import { SeededRandom } from '#lib/seeded-random.ts';
import type { DemoRow, DemoRows } from './demo-rows.ts';
import { demoValues } from './demo-values.ts';
import { deriveAppRows } from './derive-app-rows.ts';

/** How many rows the CRM starts with. */
export type DemoSize = { accounts: number; contacts: number; deals: number };

const fullSize: DemoSize = { accounts: 600, contacts: 2400, deals: 2000 };

/**
 * The rows that the demo starts with: the CRM complete, the app with four fifths of it, some differing,
 * and a few rows of its own. The same options give the same rows.
 * @param options.now the newest time that a row may carry.
 */
export function generateDemoRows(options: { seed: number; now: Date; size?: DemoSize }): DemoRows {
  const random = new SeededRandom(options.seed);
  const size = options.size ?? fullSize;
  const clock = clockBefore(options.now, random);
  const emails = new Set<string>();

  const accounts = unique(size.accounts, 'name', () => makeAccount(random, clock));
  const contacts = Array.from({ length: size.contacts }, () =>
    makeContact(random, clock, random.pick(accounts), emails),
  );
  const byAccount = Map.groupBy(contacts, (contact) => contact.account_id);
  const deals = Array.from({ length: size.deals }, () => {
    const account = random.pick(accounts);
    return makeDeal(random, clock, account, byAccount.get(account.id ?? '') ?? []);
  });
  const crm = { accounts, contacts, deals };

  // Rows that only the app has: a smaller world made the same way, with the CRM's own left out.
  const ownAccounts = unique(Math.ceil(size.accounts / 50), 'name', () => makeAccount(random, clock));
  const ownContacts = Array.from({ length: Math.ceil(size.contacts / 80) }, () =>
    makeContact(random, clock, random.pick(ownAccounts), emails),
  );
  const appOnly = { accounts: ownAccounts, contacts: ownContacts, deals: [] };
  return { crm, app: deriveAppRows(random, crm, appOnly) };
}

type Clock = () => string;

/** Times within the three years before `now`, as PostgreSQL prints a timestamptz in UTC. */
function clockBefore(now: Date, random: SeededRandom): Clock {
  const threeYears = 3 * 365 * 24 * 3600 * 1000;
  return () => {
    const moment = new Date(now.getTime() - Math.floor(random.next() * threeYears));
    const text = moment.toISOString().replace('T', ' ').replace('Z', '');
    return `${text}${random.digits(3)}+00`;
  };
}

function unique(count: number, column: string, make: () => DemoRow): DemoRow[] {
  const rows = new Map<string, DemoRow>();
  while (rows.size < count) {
    const row = make();
    rows.set(row[column] ?? '', row);
  }
  return [...rows.values()];
}

function makeAccount(random: SeededRandom, clock: Clock): DemoRow {
  const { name, industry, website, place } = demoValues.company(random);
  const created = clock();
  return {
    id: random.uuid(),
    name,
    industry,
    website,
    phone: random.chance(0.9) ? demoValues.phone(random, place.calling) : null,
    city: place.city,
    country: place.country,
    employees: random.chance(0.85) ? demoValues.employees(random) : null,
    created_at: created,
    updated_at: created,
  };
}

function makeContact(random: SeededRandom, clock: Clock, account: DemoRow, emails: Set<string>): DemoRow {
  const { first, last } = demoValues.person(random);
  let email = demoValues.email(first, last, account.website ?? '', '');
  for (let n = 2; emails.has(email); n++) {
    email = demoValues.email(first, last, account.website ?? '', String(n));
  }
  emails.add(email);
  const calling = account.phone?.match(/^\+(\d+)/)?.[1] ?? String(random.int(30, 58));
  const created = clock();
  return {
    id: random.uuid(),
    account_id: account.id ?? null,
    first_name: first,
    last_name: last,
    email: random.chance(0.96) ? email : null,
    phone: random.chance(0.8) ? demoValues.phone(random, calling) : null,
    job_title: random.chance(0.9) ? demoValues.jobTitle(random) : null,
    status: demoValues.status(random),
    newsletter: random.chance(0.4) ? 't' : 'f',
    created_at: created,
    updated_at: created,
  };
}

function makeDeal(random: SeededRandom, clock: Clock, account: DemoRow, contacts: DemoRow[]): DemoRow {
  const created = clock();
  const closes = new Date(Date.parse(created.slice(0, 10)) + random.int(7, 120) * 24 * 3600 * 1000);
  const contact = contacts.length > 0 && random.chance(0.9) ? random.pick(contacts) : null;
  return {
    id: random.uuid(),
    account_id: account.id ?? null,
    contact_id: contact?.id ?? null,
    title: demoValues.dealTitle(random),
    stage: demoValues.stage(random),
    amount: demoValues.amount(random),
    currency: demoValues.currency(random),
    closes_on: closes.toISOString().slice(0, 10),
    created_at: created,
    updated_at: created,
  };
}
