import { StepRefusal } from './step-refusal.ts';

/** A template taken apart: fields by name, and the texts around them. */
export type TemplatePart = { text: string } | { field: string };

/** Reads `{field}` and text; `{{` and `}}` are braces. Throws StepRefusal. */
export function templateParts(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let text = '';
  const token = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/gu;
  for (const [found, field] of template.matchAll(token)) {
    if (field !== undefined) {
      if (text !== '') parts.push({ text });
      text = '';
      parts.push({ field: field.trim() });
    } else if (found === '{' || found === '}') {
      throw new StepRefusal(
        `The template has a single ${found} in it.`,
        'Write a field as {name}, and a brace as {{ or }}.',
      );
    } else text += found === '{{' ? '{' : found === '}}' ? '}' : found;
  }
  if (text !== '') parts.push({ text });
  return parts;
}
