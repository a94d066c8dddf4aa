import { arrayElements } from '../../values/array-text.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import type { Value } from '../../values/value.ts';

/** A text in single quotes. */
export function textCode(text: string): string {
  const inner = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `'${inner}'`;
}

/** A value as code writes it. */
export function literalCode(value: Value, type: NeutralType): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'boolean':
      return value === 't' ? 'true' : 'false';
    case 'int16':
    case 'int32':
    case 'float32':
    case 'float64':
      return value === 'NaN' || /Infinity$/.test(value) ? value : String(Number(value));
    case 'int64':
    case 'uint64':
      return `${value}n`;
    case 'json':
      return plainJson(JSON.parse(value));
    case 'array':
      return `[${arrayElements(value)
        .map((element) => literalCode(element, type.of))
        .join(', ')}]`;
    default:
      return textCode(value);
  }
}

/** Settings, a list or an object, as they are written in code. */
export function plainJson(value: unknown): string {
  if (typeof value === 'string') return textCode(value);
  if (Array.isArray(value)) return `[${value.map(plainJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([name, each]) => {
    const key =
      /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) && name !== '__proto__' ? name : textCode(name);
    return `${key === "'__proto__'" ? "['__proto__']" : key}: ${plainJson(each)}`;
  });
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
