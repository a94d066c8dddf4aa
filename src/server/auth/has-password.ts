import type { Auth } from './auth.ts';

/** better-auth's name of the account that holds a person's password. */
export const credentialProvider = 'credential';

/** Has this person chosen a password? */
export async function hasPassword(auth: Auth, userId: string): Promise<boolean> {
  const { internalAdapter } = await auth.$context;
  const accounts = await internalAdapter.findAccounts(userId);
  return accounts.some((account) => account.providerId === credentialProvider && Boolean(account.password));
}
