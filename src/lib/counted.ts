/**
 * A number with what it counts: `0 records`, `1 record`, `1,284 entries`.
 * @param many said of every number but one; the noun with an s if not given
 */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : many}`;
}
