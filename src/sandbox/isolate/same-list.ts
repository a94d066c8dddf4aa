import { printJson } from './print-json.ts';

/** Whether two lists, or elements of them, are the same as code has them. */
export function sameList(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => sameList(each, other[index]));
  if (typeof one === 'object' && typeof other === 'object') return printJson(one) === printJson(other);
  return Object.is(one, other);
}
