import { Misfit } from '../../values/misfit.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { plainKinds } from '../../values/plain-kinds.ts';

const known = new Map<string, NeutralType>();

/** The type that a name such as `decimal(12,2)`, `timestamp(3)` or `array of text` stands for, as `describeType` spells them. */
export function typeNamed(name: string): NeutralType {
  const found = known.get(name) ?? readName(name);
  known.set(name, found);
  return found;
}

function readName(name: string): NeutralType {
  const plain = plainKinds.find((kind) => kind === name);
  if (plain) return { kind: plain };
  if (name.startsWith('array of ')) return { kind: 'array', of: readName(name.slice('array of '.length)) };
  const [, kind, first, second] = /^(\w+)(?:\((\d+)(?:,(-?\d+))?\))?$/.exec(name) ?? [];
  const size = first === undefined ? undefined : Number(first);
  if (kind === 'text') return { kind, ...(size === undefined ? {} : { max: size }) };
  if (kind === 'decimal') {
    return { kind, ...(size === undefined ? {} : { precision: size, scale: Number(second ?? 0) }) };
  }
  if (kind === 'time' || kind === 'timestamp' || kind === 'timestamptz')
    return { kind, precision: size ?? 6 };
  throw new Misfit(`no type is called ${JSON.stringify(name)}`);
}
