import type { NeutralType } from '../values/neutral-type.ts';

/** How code sees the values of a type: its TypeScript, and what one looks like there. */
export type CodeType = { typescript: string; example: string };

/** The type of values in code, by their neutral type; null is said by the field. */
export function codeType(type: NeutralType): CodeType {
  switch (type.kind) {
    case 'array': {
      const of = codeType(type.of);
      const element = of.typescript.includes('|') ? `(${of.typescript})` : of.typescript;
      return { typescript: `${element}[]`, example: `[${of.example}]` };
    }
    case 'enum': {
      const labels = type.values.map((label) => JSON.stringify(label));
      return { typescript: labels.join(' | ') || 'never', example: labels[0] ?? 'none: it has no labels' };
    }
    case 'decimal':
      return { typescript: 'Decimal', example: `'${(type.scale ?? 2) > 0 ? '1234.50' : '1234'}'` };
    case 'native':
      return { typescript: 'string', example: 'as its own system spells it' };
    default:
      return simple[type.kind];
  }
}

type Simple = Exclude<NeutralType['kind'], 'array' | 'enum' | 'decimal' | 'native'>;

const simple: Record<Simple, CodeType> = {
  boolean: { typescript: 'boolean', example: 'true' },
  int16: { typescript: 'number', example: '42' },
  int32: { typescript: 'number', example: '42' },
  int64: { typescript: 'bigint', example: '42n' },
  uint64: { typescript: 'bigint', example: '42n' },
  float32: { typescript: 'number', example: '0.5' },
  float64: { typescript: 'number', example: '0.5' },
  text: { typescript: 'string', example: "'Ada Lovelace'" },
  uuid: { typescript: 'string', example: "'0b8f6f1e-3a52-4c1d-9e57-7a1f6f3f2b10'" },
  bytes: { typescript: 'BytesText', example: "'\\\\x0a1b'" },
  date: { typescript: 'DateText', example: "'2026-11-26'" },
  time: { typescript: 'TimeText', example: "'09:30:00.25'" },
  timestamp: { typescript: 'TimestampText', example: "'2026-11-26 09:30:00.25'" },
  timestamptz: { typescript: 'TimestampText', example: "'2026-11-26 09:30:00.25+00'" },
  interval: { typescript: 'IntervalText', example: "'1 day 02:00:00'" },
  json: { typescript: 'Json', example: '{ "any": ["JSON"] }' },
};
