import { SyncError } from '#core/errors/sync-error.ts';
import { credentialProvider } from '../auth/has-password.ts';
import type { Services } from '../services.ts';

export type NewPassword = { current?: string; password: string; email?: string; name?: string };

/**
 * Sets a person's password. Throws `FORBIDDEN` when there is one already and `current` is not it,
 * `NAME_TAKEN` when the address belongs to somebody else.
 */
export async function setPassword(
  services: Services,
  user: { id: string; email: string },
  change: NewPassword,
): Promise<void> {
  const { internalAdapter, password } = await services.auth.$context;
  const accounts = await internalAdapter.findAccounts(user.id);
  const account = accounts.find(({ providerId }) => providerId === credentialProvider);
  if (account?.password) {
    const right = await password.verify({ hash: account.password, password: change.current ?? '' });
    if (!right) throw new SyncError('FORBIDDEN', 'The current password is not this one.');
  }
  const email = change.email?.toLowerCase();
  if (email !== undefined && email !== user.email) {
    const other = await internalAdapter.findUserByEmail(email);
    if (other) throw new SyncError('NAME_TAKEN', 'Somebody else signs in with this address.');
  }
  const hash = await password.hash(change.password);
  if (account) await internalAdapter.updatePassword(user.id, hash);
  else {
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: credentialProvider,
      accountId: user.id,
      password: hash,
    });
  }
  await internalAdapter.updateUser(user.id, {
    ...(email === undefined ? {} : { email }),
    ...(change.name === undefined ? {} : { name: change.name }),
  });
}
