import { inverse, inverseLine, type Line, plus, type Ratio, ratioOf, times } from './exact-line.ts';
import { lineStep } from './scale-step.ts';
import type { Step } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';
import { type UnitDefinition, units } from './units.ts';

/** From one unit to another of the same kind, by exact factors. */
export function unitStep({ from, to, digits }: TransformOf<'unit'>): Step {
  const kind = Object.keys(units).find((name) => Object.hasOwn(units[name] ?? {}, from));
  const [source, target] = [
    units[kind ?? '']?.[from],
    kind && Object.hasOwn(units[kind] ?? {}, to) ? units[kind]?.[to] : undefined,
  ];
  if (!kind || !source || !target) {
    const known = Object.keys(units[kind ?? ''] ?? Object.assign({}, ...Object.values(units)));
    throw new StepRefusal(
      kind
        ? `${from} cannot be given in ${to}, which is no unit of ${kind}.`
        : `No unit is called "${from}".`,
      `Choose one of ${known.join(', ')}.`,
    );
  }
  const there = lineOf(source);
  const back = inverseLine(lineOf(target));
  return lineStep(
    { slope: times(there.slope, back.slope), offset: plus(times(there.offset, back.slope), back.offset) },
    digits,
  );
}

function lineOf({ factor, divisor = '1', offset = ['0', '1'] }: UnitDefinition): Line {
  return { slope: quotient(factor, divisor), offset: quotient(...offset) };
}

function quotient(over: string, under: string): Ratio {
  return times(ratioOf(over), inverse(ratioOf(under)));
}
