import { otherSide } from '../change/change-event.ts';
import type { CodeField } from '../code/code-field.ts';
import type { CodeUse } from '../code/code-use.ts';
import { SyncError } from '../errors/sync-error.ts';
import { compileLaneFilter } from '../flow/compile-lane-filter.ts';
import { compileMappingStep } from '../flow/compile-mapping-step.ts';
import type { LaneView, MappingStep, ViewStep } from '../flow/lane.ts';
import { partsOf } from '../transform/joined-fields.ts';
import { StepRefusal } from '../transform/step-refusal.ts';
import { sameType } from '../values/same-type.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';

/** Fields that a step of a view uses, and that are not any more what it knows. */
export type BrokenUse = { kind: ViewStep['kind']; nodeId: string; title: string; fields: string[] };

/** What stands now for fields that are not any more what was deployed: null for those that are gone. */
export type Drifted = ReadonlyMap<string, Field | null>;

export type FittedView = {
  view: LaneView;
  /** Of what the mapping sees: fields that come through the view as they are. */
  drifted: Drifted;
  broken: BrokenUse[];
};

/**
 * Fits the code on a side to its stream as it is now (E15): what no step uses goes, or passes with the type that it has
 * by now; what a step does use breaks it. Fields that are new to the stream are none of the code's.
 */
export function fitView(deployed: LaneView, now: StreamSchema): FittedView {
  let drifted: Drifted = driftedFields(deployed.own, now);
  const names = new Set(deployed.own.fields.map(({ name }) => name));
  const own = { ...now, fields: now.fields.filter(({ name }) => names.has(name)) };
  if (drifted.size === 0) return { view: { ...deployed, own }, drifted, broken: [] };
  const steps: ViewStep[] = [];
  const broken: BrokenUse[] = [];
  for (const step of deployed.steps) {
    const fitted = fitStep(step, now, drifted);
    steps.push(fitted.step);
    if (fitted.broken.fields.length > 0) broken.push(fitted.broken);
    drifted = fitted.drifted;
  }
  return { view: { ...deployed, own, steps }, drifted, broken };
}

function driftedFields(deployed: StreamSchema, now: StreamSchema): Drifted {
  const found = deployed.fields.flatMap(({ name, type }): [string, Field | null][] => {
    const field = now.fields.find((each) => each.name === name);
    return sameType(field?.type, type) ? [] : [[name, field ?? null]];
  });
  return new Map(found);
}

type Fitted = { step: ViewStep; drifted: Drifted; broken: BrokenUse };

function fitStep(step: ViewStep, now: StreamSchema, drifted: Drifted): Fitted {
  if (step.kind === 'filter') return fitFilter(step, now, drifted);
  return step.kind === 'mapping' ? fitMapping(step, drifted) : fitCode(step, drifted);
}

/** A mapping takes a field of another type where its pairs still have a way from that; what it makes stays what it was. */
function fitMapping(step: MappingStep, drifted: Drifted): Fitted {
  const from = otherSide(step.to);
  const used = [...new Set(step.pairs.flatMap((pair) => partsOf(pair, from)))].filter((name) =>
    drifted.has(name),
  );
  const given = step.given.flatMap((field): Field[] => {
    const now = drifted.get(field.name);
    return now === undefined ? [field] : now === null ? [] : [now];
  });
  const fitted = { ...step, given };
  const gone = used.filter((name) => drifted.get(name) === null);
  const fields = gone.length > 0 ? gone : goes(fitted) ? [] : used;
  const { nodeId } = step;
  return {
    step: fitted,
    drifted: new Map(),
    broken: { kind: 'mapping', nodeId, title: `The mapping "${nodeId}"`, fields },
  };
}

function goes(step: MappingStep): boolean {
  try {
    compileMappingStep(step);
    return true;
  } catch (error) {
    if (error instanceof StepRefusal || error instanceof SyncError) return false;
    throw error;
  }
}

function fitFilter(
  step: Extract<ViewStep, { kind: 'filter' }>,
  { name }: StreamSchema,
  drifted: Drifted,
): Fitted {
  const { reads } = compileLaneFilter({ name, fields: step.fields }, step.filter);
  const { nodeId } = step.filter;
  const fields = reads.filter((each) => drifted.has(each));
  return {
    step: { ...step, fields: step.fields.flatMap((field) => current(field, drifted)) },
    drifted,
    broken: { kind: 'filter', nodeId, title: `The filter "${nodeId}"`, fields },
  };
}

function fitCode(step: Extract<ViewStep, { kind: 'code' }>, drifted: Drifted): Fitted {
  const { code, see, back } = step;
  const forth = see !== 'backward';
  const [given, made] = forth ? [code.input, code.output] : [code.output, code.input];
  const onward = code.form === 'filter' ? handsOn(code.uses?.filter) : code.uses?.[see];
  const passed = new Map([...drifted].filter(([name]) => has(made, name) && passes(onward, name)));
  const lost = given
    .map(({ name }) => name)
    .filter((name) => {
      if (!drifted.has(name)) return false;
      if (!onward || onward.reads.includes(name)) return true;
      return back !== null && goesBack(code.uses?.[back], name, passed.has(name), has(made, name));
    });
  const before = given.flatMap((field) => current(field, drifted));
  const after = code.form === 'filter' ? before : made.flatMap((field) => current(field, passed));
  const [input, output] = forth ? [before, after] : [after, before];
  return {
    step: { ...step, code: { ...code, input, output } },
    drifted: passed,
    broken: { kind: 'code', nodeId: code.nodeId, title: code.title ?? `"${code.nodeId}"`, fields: lost },
  };
}

/** A filter returns no record: what it is given goes on. */
function handsOn(use: CodeUse | undefined): CodeUse | undefined {
  return use && { ...use, passes: true, always: [] };
}

/** Does a field of the record that goes in come out as it is? */
function passes(use: CodeUse | undefined, name: string): boolean {
  return use?.passes === true && !use.always.includes(name);
}

/** Does the way back use a field that drifted: of the record that it is given, or of the one that it makes? */
function goesBack(use: CodeUse | undefined, name: string, passed: boolean, seen: boolean): boolean {
  if (!use || (passed && use.reads.includes(name))) return true;
  return use.makes === null || use.makes.includes(name) || (use.passes && seen && !passed);
}

function has(fields: readonly CodeField[], name: string): boolean {
  return fields.some((field) => field.name === name);
}

/** A field as it is now: none where it is gone. */
function current<F extends CodeField>(field: F, drifted: Drifted): F[] {
  const now = drifted.get(field.name);
  if (now === undefined) return [field];
  return now === null ? [] : [{ ...field, type: now.type, nullable: now.nullable }];
}
