import { storeTemplate } from './store-template.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

/** A fresh store of Syncline's own: a database with every migration applied and nothing in it. */
export function testStore(label = 'store', adminUrl?: string): Promise<TestDatabase> {
  return testDatabase(label, storeTemplate, adminUrl);
}
