/** A plain decimal number with the other sign. */
export function negatedDecimal(text: string): string {
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}
