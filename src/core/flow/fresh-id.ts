/** An id that none of these is: the wish, or that with a number behind it. */
export function freshId(wish: string, taken: ReadonlySet<string>): string {
  let id = wish;
  for (let number = 2; taken.has(id); number++) id = `${wish}_${number}`;
  return id;
}
