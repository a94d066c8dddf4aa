import { expect, test } from 'vitest';
import { DIFFERING_ORDERS } from './derive-app-rows.ts';
import { generateDemoRows } from './generate-demo-rows.ts';

const now = new Date('2026-01-15T00:00:00Z');
const rows = generateDemoRows({ seed: 7, now });

test('the same seed gives the same rows, another seed others', () => {
  expect(generateDemoRows({ seed: 7, now })).toEqual(rows);
  expect(generateDemoRows({ seed: 8, now }).crm.accounts[0]).not.toEqual(rows.crm.accounts[0]);
});

test('the CRM holds 5,000 rows and the app about four fifths of them', () => {
  const { accounts, contacts, deals } = rows.crm;
  expect(accounts.length + contacts.length + deals.length).toBe(5000);
  for (const [left, right] of [
    [accounts, rows.app.organizations],
    [contacts, rows.app.people],
    [deals, rows.app.orders],
  ] as const) {
    expect(right.length / left.length).toBeGreaterThan(0.7);
    expect(right.length / left.length).toBeLessThan(0.95);
  }
});

test('references hold on both sides', () => {
  const check = (children: typeof rows.crm.deals, column: string, parents: typeof children, key: string) => {
    const keys = new Set(parents.map((row) => row[key]));
    expect(children.filter((child) => child[column] !== null && !keys.has(child[column]))).toEqual([]);
  };
  check(rows.crm.contacts, 'account_id', rows.crm.accounts, 'id');
  check(rows.crm.deals, 'account_id', rows.crm.accounts, 'id');
  check(rows.crm.deals, 'contact_id', rows.crm.contacts, 'id');
  check(rows.app.people, 'organization_id', rows.app.organizations, 'organization_id');
  check(rows.app.orders, 'organization_id', rows.app.organizations, 'organization_id');
  check(rows.app.orders, 'person_id', rows.app.people, 'person_id');
});

test('the first sync has something to do in every direction', () => {
  const crmIds = new Set(rows.crm.contacts.map((row) => row.id));
  expect(rows.app.people.filter((row) => !crmIds.has(row.person_id ?? null)).length).toBeGreaterThan(10);

  const titles = new Map(rows.crm.contacts.map((row) => [row.id, row.job_title]));
  const differing = rows.app.people.filter(
    (row) => crmIds.has(row.person_id ?? null) && titles.get(row.person_id ?? null) !== row.position,
  );
  expect(differing.length).toBeGreaterThan(30);

  const amounts = new Map(rows.crm.deals.map((row) => [row.id, `${row.amount}00`]));
  const held = rows.app.orders.filter((row) => amounts.get(row.order_id ?? null) !== row.total);
  expect(held).toHaveLength(DIFFERING_ORDERS);
});

test('addresses are distinct and plain', () => {
  const emails = [
    ...rows.crm.contacts.map((row) => row.email),
    ...rows.app.people.map((row) => row.email_address),
  ];
  const crm = rows.crm.contacts.flatMap((row) => row.email ?? []);
  expect(new Set(crm).size).toBe(crm.length);
  for (const email of emails)
    if (email) expect(email).toMatch(/^[a-z]+\.[a-z]+\d*@[a-z-]+\.example\.[a-z.]+$/);
});
