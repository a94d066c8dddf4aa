import type { CodeField } from '#core/code/code-field.ts';
import type { CodeEntry } from '#core/code/code-form.ts';
import type { CodeProgram } from '#core/code/code-program.ts';

/**
 * JavaScript that turns pieces (`wire-text.ts`) into the records that code works with, and back: straight lines for
 * these very fields, so that every record has one hidden class and no type is looked at twice.
 * Run in the isolate it is a function of the tools of `isolate/marshal-tools.ts`, and gives a `Marshal` for each entry.
 */
export function marshalSource(program: CodeProgram): string {
  const { form, input, output } = program;
  const entries: Partial<Record<CodeEntry, string>> =
    form === 'lens'
      ? { forward: marshal(input, output, true), backward: marshal(output, input, true) }
      : {
          [form]:
            form === 'merge' ? mergeMarshal(input) : marshal(input, form === 'filter' ? [] : output, false),
        };
  const members = Object.entries(entries).map(([entry, source]) => `${entry}: ${source}`);
  return `(function (t) { "use strict"; return { ${members.join(',\n')} }; })`;
}

function marshal(from: readonly CodeField[], to: readonly CodeField[], partial: boolean): string {
  const typesBefore = new Map(
    from.map((field, index) => [field.name, { type: JSON.stringify(field.type), index }]),
  );
  const reads = from.map((field, index) => `[${text(field.name)}]: ${readExpression(field, index)}`);
  const writers = to.map(
    (field, index) => `w${index} = t.writer(${text(JSON.stringify(field))}, ${partial})`,
  );
  const twins = to.map(({ type }) => twinsOf(type, from));
  const finders = to.flatMap(({ name, type }, index) => {
    const offsets = twins[index] as number[];
    const own = typesBefore.get(name)?.index ?? -1;
    // What the field itself had comes first.
    const ordered = offsets.toSorted((a, b) => Number(b === own) - Number(a === own));
    return offsets.length === 0
      ? []
      : [`f${index} = t.twin(${text(JSON.stringify(type))}, [${ordered}], ${own})`];
  });
  const writes = to.map((field, index) => {
    const before = typesBefore.get(field.name);
    const at = before?.type === JSON.stringify(field.type) ? `p[at + ${before.index}]` : 'null';
    const value = field.name in Object.prototype ? `t.own(o, ${text(field.name)})` : `o[${text(field.name)}]`;
    return `v = ${value}; sink.push(${writeExpression(field, index, at, twins[index]?.length !== 0)});`;
  });
  return `(() => {
    ${writers.length === 0 ? '' : `const ${writers.join(', ')};`}
    ${finders.length === 0 ? '' : `const ${finders.join(', ')};`}
    ${readersOf(from)}
    return {
      width: ${from.length},
      read: (p, at) => { let q; return { ${reads.join(', ')} }; },
      write: (o, p, at, sink) => { let v; ${writes.join('\n')} },
    };
  })()`;
}

/** The fields that a value may have been carried from to one of this type: of types whose texts say more than code keeps. */
function twinsOf(type: CodeField['type'], from: readonly CodeField[]): number[] {
  const float = (kind: string) => kind === 'float32' || kind === 'float64';
  if (!float(type.kind) && type.kind !== 'json' && type.kind !== 'array') return [];
  return from.flatMap((field, index) => {
    const alike = float(type.kind)
      ? float(field.type.kind)
      : JSON.stringify(field.type) === JSON.stringify(type);
    return alike ? [index] : [];
  });
}

function readersOf(fields: readonly CodeField[]): string {
  const readers = fields.flatMap(({ type }, index) =>
    type.kind === 'json' || type.kind === 'array'
      ? [`r${index} = t.reader(${text(JSON.stringify(type))})`]
      : [],
  );
  return readers.length === 0 ? '' : `const ${readers.join(', ')};`;
}

function readExpression({ type }: CodeField, index: number): string {
  return `(q = p[at + ${index}]).charCodeAt(0) > 3 ? ${readText(type.kind, index)} : t.special(q)`;
}

function readText(kind: CodeField['type']['kind'], index: number): string {
  switch (kind) {
    case 'boolean':
      return 'q === "t"';
    case 'int16':
    case 'int32':
    case 'float32':
    case 'float64':
      return '+q';
    case 'int64':
    case 'uint64':
      return 't.big(q)';
    case 'json':
    case 'array':
      return `r${index}(q)`;
    default:
      return 'q';
  }
}

/** What is common is decided in line; all else, and what does not fit, by the field's writer. */
function writeExpression(field: CodeField, index: number, before: string, hasTwins: boolean): string {
  const rest = `w${index}(v, ${hasTwins ? `f${index}(v, p, at) ?? ${before}` : before})`;
  const common = commonCase(field, before, rest);
  return field.nullable && field.type.kind !== 'json' ? `v === null ? "" : ${common}` : common;
}

function commonCase({ type }: CodeField, before: string, rest: string): string {
  // A piece that begins with a mark is none of the value itself.
  const same = before === 'null' ? '' : `v === ${before} && v.charCodeAt(0) > 3 ? v : `;
  switch (type.kind) {
    case 'boolean':
      return `v === true ? "t" : v === false ? "f" : ${rest}`;
    case 'int16':
      // A bigint and a symbol throw where they are shifted.
      return `typeof v === "number" && (v << 16 >> 16) === v ? "" + v : ${rest}`;
    case 'int32':
      return `typeof v === "number" && (v | 0) === v ? "" + v : ${rest}`;
    case 'float64':
      // Here JavaScript and the canonical text agree; what was there before may be spelled in its own way.
      return before === 'null' ? `t.isPlain(v) ? "" + v : ${rest}` : rest;
    case 'text':
      if (type.max !== undefined) return `${same}${rest}`;
      return `${same}typeof v === "string" && v.charCodeAt(0) > 3 && v.isWellFormed() ? v : ${rest}`;
    case 'json':
    case 'array':
    case 'int64':
    case 'uint64':
    case 'float32':
      return rest;
    default:
      return `${same}${rest}`;
  }
}

/** Conflicts: the field's name, then base, left and right in its type. */
function mergeMarshal(fields: readonly CodeField[]): string {
  return `t.merge(${text(JSON.stringify(fields))})`;
}

/** A text as JavaScript source. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
