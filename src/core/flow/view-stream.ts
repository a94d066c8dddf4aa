import type { Side } from '../change/change-event.ts';
import type { CodeField } from '../code/code-field.ts';
import type { CodeEntry } from '../code/code-form.ts';
import type { CodeTables } from '../code/code-program.ts';
import type { CodeShape } from '../code/code-shape.ts';
import { sameType } from '../values/same-type.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';
import type { PathStep } from './find-paths.ts';
import type { CodeNode } from './flow-graph.ts';
import type { LaneCode, LaneView, ViewStep } from './lane.ts';
import { laneFilter } from './router-branches.ts';

/** A side of a lane with the code on it. */
export type ViewedStream = {
  /** What the mapping sees. */
  stream: StreamSchema;
  view: LaneView;
  /** Of every code node on the side. */
  shapes: CodeShape[];
};

/** What the next step is given, and the steps that make it. */
export type Stage = { fields: Field[]; steps: ViewStep[]; shapes: CodeShape[] };

/**
 * What the mapping sees of a stream through the code on its side, and how it comes about. Fields that find
 * a record pass by the code unchanged, whether it names them or not. Where records are also found by fields
 * that code makes, it may make several records of one, which these fields tell apart.
 *
 * @param steps from the endpoint to the last code node; what follows that is the view's own.
 * @param finding fields that find a record: the stream's own, and those that code makes.
 */
export function viewStream(
  own: StreamSchema,
  side: Side,
  steps: readonly PathStep[],
  finding: readonly string[],
  tables: CodeTables = {},
): ViewedStream {
  const kept = own.fields.filter(({ name }) => finding.includes(name));
  const given = own.fields.filter(({ name }) => name !== '__proto__');
  const stage = throughSteps(given, steps, side, kept, tables);
  const names = kept.map(({ name }) => name);
  const allPass = (set: readonly string[]) => set.every((name) => names.includes(name));
  const several = steps.some(makesSeveral) ? finding.filter((name) => isMade(own, stage.fields, name)) : [];
  return {
    stream: {
      ...own,
      fields: stage.fields,
      key: own.key.length > 0 ? [...own.key, ...several] : [],
      uniques: own.uniques.filter(allPass).map((set) => [...set, ...several]),
      references: own.references.filter(({ fields }) => allPass(fields)),
    },
    view: { own, steps: stage.steps, passing: names, ...(several.length > 0 ? { several } : {}) },
    shapes: stage.shapes,
  };
}

/** What code and filters make of records of these fields, one after the other; `kept` passes by all of them. */
export function throughSteps(
  fields: Field[],
  steps: readonly PathStep[],
  side: Side,
  kept: Field[],
  tables: CodeTables,
): Stage {
  let stage: Stage = { fields, steps: [], shapes: [] };
  for (const node of steps) {
    if (node.kind === 'filter') {
      const filter = laneFilter(node);
      stage = { ...stage, steps: [...stage.steps, { kind: 'filter', filter, fields: stage.fields }] };
    } else {
      stage = behindCode(stage, node, side, kept, tables);
    }
  }
  return stage;
}

function makesSeveral(node: PathStep): boolean {
  return node.kind === 'code' && (node.form === 'transform' || node.form === 'batch');
}

function isMade(own: StreamSchema, seen: readonly Field[], name: string): boolean {
  const has = (fields: readonly Field[]) => fields.some((field) => field.name === name);
  return has(seen) && !has(own.fields);
}

/**
 * What the next step is given by a code node.
 * @param kept fields that find the record, which pass by the code
 */
function behindCode(stage: Stage, node: CodeNode, side: Side, kept: Field[], tables: CodeTables): Stage {
  const given = stage.fields.map(codeField);
  const seen = node.fields ?? given;
  const { see, back } = entries(node, side);
  const forth = side === 'left' || node.form !== 'lens';
  const [input, output] = forth ? [given, seen] : [seen, given];
  const code: LaneCode = {
    nodeId: node.id,
    form: node.form,
    source: node.source,
    modules: node.modules ?? {},
    input,
    output,
    tables: node.source.includes('tables') ? tables : {},
  };
  const made = seen.filter(({ name }) => !kept.some((field) => field.name === name));
  const givenOf = (name: string) => stage.fields.find((field) => field.name === name);
  const fields = [...kept, ...made.map((field) => madeField(field, givenOf(field.name), back === null))];
  const key = kept.map(({ name }) => name);
  return {
    fields: node.form === 'filter' ? stage.fields : fields,
    steps: [...stage.steps, { kind: 'code', code, see, back, leave: node.leave }],
    shapes: [...stage.shapes, { nodeId: node.id, side, input, output, key }],
  };
}

/** Which function makes what the mapping sees, and which goes back. */
function entries(node: CodeNode, side: Side): { see: CodeEntry; back: CodeEntry | null } {
  if (node.form === 'filter') return { see: 'filter', back: null };
  if (node.form !== 'lens') return { see: node.form === 'batch' ? 'batch' : 'transform', back: null };
  return side === 'left' ? { see: 'forward', back: 'backward' } : { see: 'backward', back: 'forward' };
}

function codeField({ name, type, nullable }: Field): CodeField {
  return { name, type, nullable };
}

/** A field that code makes; it can be written where the code has a way back. One of a field that it was given keeps what that is. */
function madeField({ name, type, nullable }: CodeField, given: Field | undefined, readOnly: boolean): Field {
  if (given && sameType(given.type, type)) {
    const { number: _, folds: __, ...rest } = given;
    return { ...rest, nullable, readOnly: readOnly || given.readOnly };
  }
  const hasDefault = given?.hasDefault ?? false;
  return { name, nativeType: type.kind, type, nullable, hasDefault, readOnly, comment: null };
}
