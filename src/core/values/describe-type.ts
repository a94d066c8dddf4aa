import type { NeutralType } from './neutral-type.ts';

/** The type in words that people read, e.g. `decimal(12,2)` or `array of text`. */
export function describeType(type: NeutralType): string {
  switch (type.kind) {
    case 'decimal':
      return type.precision === undefined ? 'decimal' : `decimal(${type.precision},${type.scale ?? 0})`;
    case 'text':
      return type.max === undefined ? 'text' : `text(${type.max})`;
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return type.precision === 6 ? type.kind : `${type.kind}(${type.precision})`;
    case 'enum':
      return `enum of ${type.values.length} values`;
    case 'array':
      return `array of ${describeType(type.of)}`;
    case 'native':
      return type.name;
    default:
      return type.kind;
  }
}
