import type { z } from 'zod';

/** A text that somebody wrote, read as JSON of this form; or what is wrong with it. */
export function readJson<T>(
  text: string,
  form: z.ZodType<T>,
): { value: T; error: null } | { value: null; error: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {
      value: null,
      error: `It is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const read = form.safeParse(json);
  if (read.success) return { value: read.data, error: null };
  const [issue] = read.error.issues;
  const place = issue?.path.join(' › ') ?? '';
  return { value: null, error: `${place ? `${place}: ` : ''}${issue?.message ?? 'it does not fit'}` };
}
