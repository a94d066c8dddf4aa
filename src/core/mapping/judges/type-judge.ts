import { castKind } from '../../values/cast-table.ts';
import { describeType } from '../../values/describe-type.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import type { StreamSide } from '../stream-side.ts';
import type { Evidence } from '../suggestion.ts';
import type { Judge } from './judge.ts';

/** No value can go either way: nobody would want the pair. */
const impossible = -12;

/** What the declared types say. References may differ in type: links translate them. */
export function typeJudge(left: StreamSide, right: StreamSide): Judge {
  const kinds = new Map<string, number>();
  const number = (type: NeutralType | undefined) => {
    if (!type) return -1;
    const text = JSON.stringify(type);
    const known = kinds.get(text) ?? kinds.size;
    kinds.set(text, known);
    return known;
  };
  const ids = {
    left: left.fields.map(({ type }) => number(type)),
    right: right.fields.map(({ type }) => number(type)),
  };
  const refers = { left: referring(left), right: referring(right) };
  const fits = new Map<number, Evidence | null>();
  const tell = (i: number, j: number): Evidence | null => {
    const one = ids.left[i] ?? -1;
    const other = ids.right[j] ?? -1;
    if (one < 0 || other < 0) return null;
    const key = one * kinds.size + other;
    let fit = fits.get(key);
    if (fit === undefined) {
      fit = typeFit(left.fields[i]?.type as NeutralType, right.fields[j]?.type as NeutralType);
      fits.set(key, fit);
    }
    return fit?.weight === impossible && refers.left.has(i) && refers.right.has(j) ? null : fit;
  };
  return { weigh: (i, j) => tell(i, j)?.weight ?? 0, tell };
}

function typeFit(left: NeutralType, right: NeutralType): Evidence | null {
  const ways = [castKind(left, right), castKind(right, left)];
  const shown = `${describeType(left)} and ${describeType(right)}`;
  const refused = ways.filter((way) => 'refused' in way).length;
  if (refused === 2) return { kind: 'type', weight: impossible, text: `there is no cast between ${shown}` };
  if (refused === 1) return { kind: 'type', weight: -1.5, text: `values of ${shown} go one way only` };
  const kinds = ways.flatMap((way) => ('kind' in way ? [way.kind] : []));
  if (kinds.every((kind) => kind === 'identity' || kind === 'exact')) {
    return { kind: 'type', weight: left.kind === 'text' ? 0.1 : 0.4, text: 'the types are the same' };
  }
  if (kinds.includes('lossy')) {
    return { kind: 'type', weight: -0.3, text: `${shown} do not hold the same values` };
  }
  return null;
}

/** Indexes of fields that are keys or refer to another stream. */
function referring(side: StreamSide): ReadonlySet<number> {
  const names = new Set([...(side.key ?? []), ...(side.references ?? []).flatMap(({ fields }) => fields)]);
  return new Set(side.fields.flatMap(({ name }, index) => (names.has(name) ? [index] : [])));
}
