import { Rule } from '#core/flow/flow-graph.ts';
import { usageError } from './cli-error.ts';

const forms = 'newest, oldest, merge (each with :left or :right for a tie), prefer:left, prefer:right, hold';

/** A conflict rule as it is written on the command line, e.g. `newest`, `merge:right`, `prefer:left`. */
export function parseRule(text: string): Rule {
  const [kind, side] = text.split(':');
  const parsed = Rule.safeParse(
    kind === 'prefer' ? { kind, side } : side === undefined ? { kind } : { kind, tie: side },
  );
  if (parsed.success) return parsed.data;
  throw usageError(`"${text}" is no rule.`, `Write one of ${forms}.`);
}

/** Rules of single fields, each written `field=rule`. */
export function parseFieldRules(texts: readonly string[]): Record<string, Rule> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, rule] = text.match(/^(.+)=([a-z:]+)$/) ?? [];
      if (!name || !rule)
        throw usageError(`"${text}" names no field and rule.`, 'Write --field email=newest.');
      return [name, parseRule(rule)];
    }),
  );
}
