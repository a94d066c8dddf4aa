/** E-mail addresses. */
import { emailStep } from '../../transform/email-step.ts';
import { run, step } from './as-step.ts';

const steps = {
  lower: emailStep({ kind: 'email', local: 'lower' }, step),
  keep: emailStep({ kind: 'email', local: 'keep' }, step),
};

/**
 * Without blanks around it and in small letters. Throws an error for what is no address.
 * @param local `keep` leaves what is before the @ in its case, which a few systems tell apart.
 * @example email.normalise(' Ada@Example.COM ') // 'ada@example.com'
 */
export function normalise<V extends string | null>(
  value: V,
  local: 'lower' | 'keep' = 'lower',
): string | Extract<V, null> {
  return run(steps[local], value, 'e-mail address');
}

/**
 * Is it an address, by its form?
 * @example email.valid('ada@example') // true
 */
export function valid(value: string | null | undefined): boolean {
  return parts(value) !== null;
}

/**
 * What is behind the @, in small letters; null where it is no address.
 * @example email.domain('ada@Example.com') // 'example.com'
 */
export function domain(value: string | null | undefined): string | null {
  return parts(value)?.domain.toLowerCase() ?? null;
}

/**
 * What is before the @, as it is; null where it is no address.
 * @example email.local('Ada+news@example.com') // 'Ada+news'
 */
export function local(value: string | null | undefined): string | null {
  return parts(value)?.local ?? null;
}

function parts(value: string | null | undefined): { local: string; domain: string } | null {
  if (value === null || value === undefined) return null;
  try {
    const address = normalise(value, 'keep');
    const at = address.lastIndexOf('@');
    return { local: address.slice(0, at), domain: address.slice(at + 1) };
  } catch {
    return null;
  }
}
