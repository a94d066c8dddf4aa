import { postgresSystem } from '../systems/postgres-system.ts';
import type { TestSystem } from '../systems/test-system.ts';

/** The kinds of systems on the two sides of a flow. */
export type Pair = { left: TestSystem; right: TestSystem };

export const postgresPair: Pair = { left: postgresSystem, right: postgresSystem };
