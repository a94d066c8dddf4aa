'use client';

import { describeTransform } from '#core/transform/describe-transform.ts';
import { classNames } from '#lib/class-names.ts';
import { castKindWords, castWords } from './cast-words.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';

/** What the cast of a pair does, in words: the types, and what may happen to a value on the riskier way. */
export function CastCell({ row }: { row: PairRow | SuggestionRow }) {
  const { left, right, cast } = row;
  const steps = row.kind === 'pair' && row.pair.transform ? describeTransform(row.pair.transform) : null;
  if (steps !== null) {
    return (
      <Words title={steps} first="transform" tone="text-code">
        {steps}
      </Words>
    );
  }
  if (!left || !right || !cast) return null;
  const translated = row.kind === 'pair' && 'refused' in cast && !row.problems.some(isRefusal);
  if (translated) {
    return (
      <Words title="It refers to records that have a key of their own on each side." first="by link">
        translated by the records' links
      </Words>
    );
  }
  if ('refused' in cast) {
    return (
      <Words title={cast.refused} first="no cast" tone="text-fail">
        {cast.refused}
      </Words>
    );
  }
  const ways = castWords(left, right, row.kind === 'pair' ? row.direction : cast.direction);
  const [riskiest] = ways;
  if (!riskiest) return null;
  const title = ways
    .map(({ types, risk }) => `${types}: ${risk ?? 'every value arrives as it is'}`)
    .join('\n');
  if (ways.every(({ risk }) => risk === null)) {
    return <Words title={title} first={castKindWords[riskiest.kind]} />;
  }
  return (
    <Words
      title={title}
      first={riskiest.types}
      short={castKindWords[riskiest.kind]}
      tone={riskiest.kind === 'lossy' ? 'text-warn' : 'text-ink-2'}
    >
      {riskiest.risk}
    </Words>
  );
}

const isRefusal = ({ code }: PairRow['problems'][number]) =>
  code === 'CAST_REFUSED' || code === 'FIELD_READ_ONLY';

/** A line for what it is, a line for what may come of it; in the narrow form two words for the latter. */
function Words({
  title,
  first,
  short,
  tone = 'text-ink-3',
  children,
}: {
  title: string;
  first: string;
  short?: string;
  tone?: string;
  children?: string | null;
}) {
  return (
    <span title={title} className="block min-w-0 text-xs">
      <span className="block truncate text-ink-2">{first}</span>
      {children ? (
        <span className={classNames('block truncate', tone)}>
          {short ? (
            <>
              <span className="@4xl:hidden">{short}</span>
              <span className="hidden @4xl:inline">{children}</span>
            </>
          ) : (
            children
          )}
        </span>
      ) : null}
    </span>
  );
}
