import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore } from '#core/ports/lane-store.ts';
import type { ApplyBatch, Target } from '#core/ports/target.ts';

/** Where an engine can lose a connection: before or after something became durable. */
export type FaultPoint =
  | 'store before commit'
  | 'store after commit'
  | 'target before commit'
  | 'target after commit';

/** Decides at each point whether the connection breaks there. */
export type FaultPlan = (point: FaultPoint) => boolean;

const lost = (point: FaultPoint) => new SyncError('CONNECTION_LOST', `Lost on purpose: ${point}.`);

/** A store whose connection breaks where the plan says so. */
export function faultyStore(store: LaneStore, plan: FaultPlan): LaneStore {
  return {
    async commit(lease, commit) {
      if (plan('store before commit')) throw lost('store before commit');
      const settled = await store.commit(lease, commit);
      if (plan('store after commit')) throw lost('store after commit');
      return settled;
    },
    firstSync: (laneId) => store.firstSync(laneId),
    pending: (laneId) => store.pending(laneId),
    digests: (laneId, keys) => store.digests(laneId, keys),
  };
}

/** A session whose target breaks where the plan says so; everything else is as it was. */
export function faultySession(session: ConnectorSession, plan: FaultPlan): ConnectorSession {
  const target: Target = {
    prepare: (tags) => session.target.prepare(tags),
    checkpoints: (tags) => session.target.checkpoints(tags),
    async apply(batch: ApplyBatch) {
      await session.target.apply({
        ...batch,
        async settle(outcomes) {
          await batch.settle(outcomes);
          if (plan('target before commit')) throw lost('target before commit');
        },
      });
      if (plan('target after commit')) throw lost('target after commit');
    },
  };
  return new Proxy(session, {
    get(inner, name) {
      if (name === 'target') return target;
      const value = Reflect.get(inner, name, inner);
      return typeof value === 'function' ? value.bind(inner) : value;
    },
  });
}
