/** A function that says whether a value differs from the one it was given before. */
export function changesOnly(): (value: unknown) => boolean {
  let last: string | undefined;
  return (value) => {
    const text = JSON.stringify(value);
    if (text === last) return false;
    last = text;
    return true;
  };
}
