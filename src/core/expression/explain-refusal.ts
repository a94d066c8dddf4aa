import { ExpressionProblem } from './expression-problem.ts';
import { nearestName } from './nearest-name.ts';

/** An error of the library, as far as it is looked at here. */
export type LibraryError = Error & {
  code?: string;
  summary?: string;
  range?: { start: number; end: number };
};

/** What the parser or the type checker says, in our words and with what to do about it. */
export function explainRefusal(
  error: LibraryError,
  text: string,
  names: readonly string[],
): ExpressionProblem {
  const place = { from: error.range?.start ?? 0, to: error.range?.end ?? text.length };
  const said = error.summary ?? error.message;
  const unknown = /^Unknown variable: (.*)$/.exec(said)?.[1];
  if (unknown !== undefined) {
    const near = nearestName(unknown, names);
    const known =
      names.length === 0 ? 'There are none here.' : `The fields are ${names.slice(0, 30).join(', ')}.`;
    return new ExpressionProblem(
      `No field is called "${unknown}".`,
      place,
      near ? `Did you mean ${near}? ${known}` : known,
    );
  }
  return new ExpressionProblem(
    `${said.charAt(0).toUpperCase()}${said.slice(1)}.`,
    place,
    remedyFor(error.code, said),
  );
}

function remedyFor(code: string | undefined, said: string): string {
  if (said.includes('decimal') && said.includes('double')) {
    return 'Write an exact number: decimal("1.5") instead of 1.5.';
  }
  if (said.includes('null')) return 'Ask isNull(x), or say what stands in for null: ifNull(x, …).';
  if (code === 'no_such_overload' || code === 'no_matching_overload') {
    return 'Make both of one type first: string(x), int(x), decimal(x); decimals are divided by divide(a, b, digits).';
  }
  if (code === 'field_expected') return 'Name a field in it, not a computed value.';
  if (code === 'incompatible_ternary_branches') return 'Let both outcomes be of one type.';
  return 'Look at the place that is marked.';
}
