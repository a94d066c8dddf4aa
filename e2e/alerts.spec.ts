import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { alertReceiver, isSigned } from '../src/testing/alert-receiver.ts';
import { axeClean } from './axe-clean.ts';
import { runSyncline } from './command.ts';
import type { Installation } from './installation.ts';
import { expect, type JourneyDatabase, test } from './journey.ts';
import { goTo } from './people.ts';

const mark = randomBytes(3).toString('hex');
const flowName = `Alerts ${mark}`;
const channel = `Hook ${mark}`;
const rule = `Held ${mark}`;
const patient = { timeout: 60_000 };

const flow = {
  formatVersion: 1,
  name: flowName,
  nodes: [
    { id: 'left', kind: 'endpoint', connection: `left ${mark}`, stream: 'public.goods' },
    {
      id: 'map',
      kind: 'mapping',
      match: [['id', 'id']],
      fields: [
        { left: 'id', right: 'id' },
        { left: 'name', right: 'name' },
      ],
    },
    { id: 'rule', kind: 'conflict', rule: { kind: 'hold' } },
    { id: 'right', kind: 'endpoint', connection: `right ${mark}`, stream: 'public.goods' },
  ],
  edges: [
    { id: 'e1', source: 'left', target: 'map' },
    { id: 'e2', source: 'map', target: 'rule' },
    { id: 'e3', source: 'rule', target: 'right' },
  ],
};

async function run(syncline: Installation, ...words: string[]): Promise<void> {
  const { code, stdout, stderr } = await runSyncline(syncline, ...words);
  expect(code, `${words.join(' ')}\n${stdout}${stderr}`).toBe(0);
}

async function deployFlow(syncline: Installation, file: string, sides: Record<string, JourneyDatabase>) {
  for (const [side, database] of Object.entries(sides)) {
    await database.query(`CREATE TABLE goods (id int PRIMARY KEY, name text);
      ALTER TABLE goods REPLICA IDENTITY FULL; INSERT INTO goods VALUES (1, 'Anvil')`);
    await run(
      syncline,
      'connection',
      'add',
      `${side} ${mark}`,
      '--connector',
      'postgres',
      '--url',
      database.url,
    );
  }
  await writeFile(file, JSON.stringify(flow));
  await run(syncline, 'flow', 'apply', file, '--deploy', '--wait');
}

async function makeChannel(page: Page, url: string): Promise<string> {
  await page.getByRole('tab', { name: 'Channels' }).click();
  await page.getByRole('button', { name: 'New channel' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(channel);
  await dialog.getByRole('button', { name: 'Make the channel' }).click();
  await expect(dialog.getByText('An address like https://… is missing.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(url);
  await dialog.getByRole('switch', { name: 'Quiet hours' }).click();
  await axeClean(page);
  await dialog.getByRole('switch', { name: 'Quiet hours' }).click();
  await dialog.getByRole('button', { name: 'Make the channel' }).click();
  const secret = (await dialog.getByText(/^whsec_/).textContent(patient)) ?? '';
  await dialog.getByRole('button', { name: 'Done' }).click();
  return secret;
}

async function makeRule(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Rules' }).click();
  await page.getByRole('button', { name: 'New rule' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(rule);
  await dialog.getByRole('combobox', { name: 'Watch for' }).click();
  await page.getByRole('option', { name: 'A record that is held' }).click();
  await dialog.getByRole('spinbutton', { name: 'For longer than' }).fill('0');
  await dialog.getByRole('combobox', { name: 'In' }).click();
  await page.getByRole('option', { name: flowName }).click();
  for (const name of ['Fires after (seconds)', 'Well again after (seconds)'])
    await dialog.getByRole('spinbutton', { name }).fill('0');
  await dialog.getByRole('checkbox', { name: channel }).click();
  await axeClean(page);
  await dialog.getByRole('button', { name: 'Make the rule' }).click();
  await expect(dialog).toBeHidden(patient);
}

test('a held record fires an alert, which arrives signed and is resolved with the record', async ({
  page,
  syncline,
  makeDatabase,
}, info) => {
  test.setTimeout(300_000);
  const receiver = await alertReceiver();
  const left = await makeDatabase('goods_left');
  const right = await makeDatabase('goods_right');
  const events = () =>
    receiver.received.flatMap(({ json }) => (json.alerts as { event: string; rule: string }[]) ?? []);
  try {
    await deployFlow(syncline, info.outputPath('flow.json'), { left, right });
    await page.goto('/');
    await goTo(page, 'Alerts');
    const secret = await test.step('a channel that answers its test', async () => {
      const made = await makeChannel(page, receiver.url);
      await page.getByRole('button', { name: `Test ${channel}` }).click();
      await expect(page.getByRole('row', { name: channel }).getByText('Delivered, 200')).toBeVisible(patient);
      expect(receiver.received[0]?.json).toMatchObject({ type: 'syncline.test' });
      return made;
    });
    await test.step('a rule', () => makeRule(page));
    await test.step('a record is held, and the alert arrives signed', async () => {
      await run(syncline, 'flow', 'pause', flowName);
      await left.query(`UPDATE goods SET name = 'Amboss'`);
      await right.query(`UPDATE goods SET name = 'Enclume'`);
      await run(syncline, 'flow', 'resume', flowName);
      await expect.poll(events, patient).toMatchObject([{ event: 'fired', rule }]);
      const fired = receiver.received.at(-1);
      expect(fired && isSigned(secret, fired)).toBe(true);
      expect(fired?.body).not.toContain('Amboss');
      await page.getByRole('tab', { name: 'Firing now' }).click();
      await page.getByRole('button', { name: `Open ${rule}` }).click(patient);
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await expect(page.getByText('looks after it')).toBeVisible(patient);
      await axeClean(page);
    });
    await test.step('it is decided, and the alert is resolved', async () => {
      const held = await runSyncline(syncline, 'conflicts', 'list', '--flow', flowName, '--json');
      const [item] = held.json<{ items: { id: string }[] }>().items;
      await run(syncline, 'conflicts', 'resolve', item?.id ?? '', '--left');
      await expect.poll(events, { timeout: 120_000 }).toMatchObject([{}, { event: 'resolved', rule }]);
      await page.getByRole('tab', { name: 'History' }).click();
      await expect(page.getByRole('button', { name: `Open ${rule}` })).toBeVisible(patient);
      await page.getByRole('tab', { name: 'Deliveries' }).click();
      await page
        .getByRole('button', { name: `Open Resolved: ${rule}` })
        .first()
        .click();
      await axeClean(page);
    });
  } finally {
    await receiver.close();
    await run(syncline, 'flow', 'delete', flowName, '--confirm', flowName);
  }
});
