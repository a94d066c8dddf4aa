import { reaches } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { maskLanes, type VisibleFields } from '#core/masking/mask-lanes.ts';
import { isSealedKey } from '#core/masking/sealed-key.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { openKey, sealKey } from './sealed-key.ts';

/** What a caller may see of records. Every answer that holds values of records goes through one. */
export type Masker = {
  /** Null where the caller sees everything. */
  visible: VisibleFields | null;
  /** A lane's record key as the caller may know it. */
  shownKey(laneId: string, key: string): string;
  /** The key that a caller means, and whether it was given in its sealed form. Throws `INPUT_INVALID`. */
  meantKey(given: string): { key: string; sealed: boolean };
  /** The same for a record of a lane. Throws `NOT_FOUND` too, for a key in plain text that the caller may not know. */
  requireKey(laneId: string, given: string): string;
};

/** By the rules of the workspace and the caller's role, as they are now. */
export async function maskerFor(context: WorkspaceContext): Promise<Masker> {
  const { services, role, workspace, store } = context;
  const rules = await store.maskingRules.list();
  const concerned = rules.some((rule) => !reaches(role, rule.least));
  const visible = concerned ? maskLanes(rules, role, await services.laneFields.of(workspace.id)) : null;
  // Of a lane that nothing is known of any more, nothing is known to be harmless.
  const seesKey = (laneId: string) => !visible || visible.lanes.get(laneId)?.key === true;
  const meantKey = (given: string) =>
    isSealedKey(given)
      ? { key: openKey(services.secretKey, workspace.id, given), sealed: true }
      : { key: given, sealed: false };
  return {
    visible,
    meantKey,
    shownKey: (laneId, key) => (seesKey(laneId) ? key : sealKey(services.secretKey, workspace.id, key)),
    requireKey(laneId, given) {
      const { key, sealed } = meantKey(given);
      // A sealed key of another lane must not open this one's records.
      if (!visible || sealed !== seesKey(laneId)) return key;
      throw new SyncError('NOT_FOUND', 'There is no such record.');
    },
  };
}
