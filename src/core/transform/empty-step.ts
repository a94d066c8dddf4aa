import { Misfit } from '../values/misfit.ts';
import { asText, type Step, type StepInput, type StepValue } from './step.ts';
import type { TransformOf } from './transform.ts';

type State = 'absent' | 'null' | 'empty' | 'blank';

/** What becomes of each of the four states of nothing: absent, null, empty, blank. */
export function emptyStep(settings: TransformOf<'empty'>, input: StepInput): Step {
  const none = whyNotBack(settings);
  return {
    takes: asText(input),
    gives: asText(input),
    convert: (value) => {
      const state = stateOf(value);
      return state === null ? value : become(settings[state], state, value);
    },
    back: none ? { none } : { convert: (value) => backOf(settings, value ?? null) },
  };
}

/** Which of the four states a value is in; null for one that says something. */
function stateOf(value: StepValue): State | null {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return value.trim() === '' ? 'blank' : null;
}

function become(to: 'null' | 'empty' | 'keep' | 'fail', state: State, value: StepValue): StepValue {
  if (to === 'fail') throw new Misfit(`it is ${state}`);
  return to === 'keep' ? value : to === 'null' ? null : '';
}

/** `absent` is no state of a field that is written back, so it needs no way back. */
function whyNotBack(settings: TransformOf<'empty'>): string | null {
  if (settings.blank === 'null' || settings.blank === 'empty')
    return 'which blanks there were is not known any more';
  const same = settings.null !== 'fail' && settings.null === settings.empty;
  return same ? 'null and an empty text become the same' : null;
}

function backOf({ null: ofNull, empty, blank }: TransformOf<'empty'>, value: string | null): StepValue {
  const state = stateOf(value);
  if (state === null) return value;
  if (state === 'blank') return become(blank, state, value);
  if (ofNull === state) return null;
  if (empty === state) return '';
  throw new Misfit(`it is ${state}, which nothing becomes on the other side`);
}
