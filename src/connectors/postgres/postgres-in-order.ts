/**
 * Waits for statements that were sent one behind the other without waiting. When one fails, the server
 * refuses those behind it: what is thrown is the first one's error, which tells the cause.
 */
export async function inOrder<T>(earlier: Promise<unknown> | null, later: Promise<T>): Promise<T> {
  const [before, result] = await Promise.allSettled([earlier, later]);
  if (before.status === 'rejected') throw before.reason;
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
