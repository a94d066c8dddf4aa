import { renameField } from '../expression/rename-field.ts';
import { StepRefusal } from './step-refusal.ts';
import { templateParts } from './template-parts.ts';
import type { Transform } from './transform.ts';

/** Steps that name a field of the side that they begin at, after it got another name there. */
export function renameInSteps(steps: readonly Transform[], from: string, to: string): Transform[] {
  return steps.map((step, index) => {
    if (index > 0) return step;
    if (step.kind === 'expression') return { ...step, text: renameField(step.text, from, to) };
    return step.kind === 'template' ? { ...step, text: renameInTemplate(step.text, from, to) } : step;
  });
}

function renameInTemplate(text: string, from: string, to: string): string {
  try {
    return templateParts(text)
      .map((part) => {
        if ('field' in part) return `{${part.field === from ? to : part.field}}`;
        return part.text.replaceAll('{', '{{').replaceAll('}', '}}');
      })
      .join('');
  } catch (error) {
    // What cannot be read names nothing; it is told when the flow is compiled.
    if (error instanceof StepRefusal) return text;
    throw error;
  }
}
