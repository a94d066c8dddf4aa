import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { deleteConnection } from './connections.ts';
import type { JourneyDatabase } from './journey.ts';
import { ownedObjects } from './owned-objects.ts';
import { goTo } from './people.ts';

/**
 * Deletes a flow after a confirmation that names everything Syncline made in both databases, sees that all of it is
 * gone from there, and deletes the connections too.
 */
export async function deleteFlow(
  page: Page,
  name: string,
  sides: readonly { connection: string; database: JourneyDatabase }[],
): Promise<void> {
  await goTo(page, 'Flows');
  const row = page.getByRole('link', { name: `Open ${name}` });
  await row.click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete flow' });
  for (const { connection, database } of sides) {
    const owned = await ownedObjects(database);
    const kinds = ['publication', 'replication slot', 'schema'];
    expect(owned).toEqual(kinds.map((kind) => expect.stringMatching(new RegExp(`^${kind} syncline`))));
    const list = dialog.getByRole('list', { name: `Objects in ${connection}` });
    for (const object of owned) {
      const words = object.replace(' syncline', '\\s*syncline');
      await expect(list.getByRole('listitem').filter({ hasText: new RegExp(`^${words}$`) })).toBeVisible();
    }
  }
  const confirm = dialog.getByRole('button', { name: 'Delete flow' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await confirm.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Flows' })).toBeVisible();
  await expect(row).toHaveCount(0, { timeout: 60_000 });
  for (const { connection, database } of sides) {
    expect(await ownedObjects(database)).toEqual([]);
    await deleteConnection(page, connection);
  }
}
