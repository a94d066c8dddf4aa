import type { ErrorParts } from '#ui/error-notice.tsx';

const remedies: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'Check both. If you have no password yet, use the sign-in link you were given.',
  USER_ALREADY_EXISTS: 'Sign in with that address instead.',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'Sign in with that address instead.',
  INVALID_PASSWORD: 'Enter the password that you sign in with now.',
};

/** An error of the sign-in service as people see it. */
export function authError(
  error: { code?: string; message?: string; status: number },
  fallback: string,
): ErrorParts {
  const code = error.code ?? null;
  return {
    message: error.message || fallback,
    code,
    remedy: (code && remedies[code]) || (error.status === 0 ? 'Check that Syncline is running.' : null),
  };
}
