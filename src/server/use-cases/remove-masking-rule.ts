import { Role } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { MaskingRule } from '#core/masking/masking-rule.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { maskingRuleName } from './add-masking-rule.ts';
import { requireReach } from './require-reach.ts';

/** Shows the rule's fields to everybody again, unless another rule masks them. Throws `NOT_FOUND`, `FORBIDDEN` for one that masks them for the caller. */
export async function removeMaskingRule(context: WorkspaceContext, id: string): Promise<void> {
  await context.transaction(async (store, audit) => {
    const removed = await store.maskingRules.remove(id);
    if (!removed) throw new SyncError('NOT_FOUND', 'There is no such masking rule.');
    const { connection, stream, field, least } = removed;
    requireReach(context, Role.parse(least));
    const rule = MaskingRule.parse({ connection, stream, field, least });
    const target = { kind: 'maskingRule', id, name: maskingRuleName(rule) };
    await audit({ action: 'masking.remove', target, detail: rule });
  });
}
