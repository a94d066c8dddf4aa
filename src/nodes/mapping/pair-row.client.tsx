'use client';

import { KeyRound, MessageSquareText, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Direction } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { classNames } from '#lib/class-names.ts';
import { Badge } from '#ui/badge.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import type { Tone } from '#ui/status-dot.tsx';
import { DirectionMenu } from './direction-menu.client.tsx';
import type { PairLine } from './edit-pairs.ts';
import { FieldCell } from './field-cell.client.tsx';
import type { MappingSides } from './mapping-sides.ts';
import { castMeaning, pairCast } from './pair-cast.ts';

type Props = {
  line: PairLine;
  direction: Direction;
  laneDirection: Direction;
  /** Each side makes its own keys. */
  linked: boolean;
  sides: MappingSides;
  problems: readonly Problem[];
  readOnly: boolean;
  focused: boolean;
  onDirection: (direction: Direction) => void;
  onMatch: (match: boolean) => void;
  onNote: (note: string) => void;
  onNoteEnd: () => void;
  onRemove: () => void;
};

/** One field pair of a mapping. */
export function PairRow(props: Props) {
  const { line, sides, problems, readOnly, focused } = props;
  const { left, right } = line.pair;
  const row = useRef<HTMLLIElement>(null);
  const [noting, setNoting] = useState(false);
  useEffect(() => {
    if (!focused) return;
    row.current?.scrollIntoView({ block: 'center' });
    row.current?.focus();
  }, [focused]);
  const name = `${left} and ${right}`;
  const showNote = noting || line.pair.note !== undefined;
  return (
    <li
      ref={row}
      tabIndex={-1}
      aria-label={name}
      className={classNames(
        'group border-b border-line px-4 py-1.5 outline-none',
        focused ? 'bg-accent-bg' : 'hover:bg-surface-2/60',
      )}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_24px_minmax(0,1fr)_72px_76px] items-center gap-2">
        <FieldCell
          name={left}
          field={sides.left.fields.get(left)}
          schema={sides.left.schema}
          rows={sides.left.rows}
        />
        <DirectionMenu
          name={left}
          value={props.direction}
          disabled={readOnly || line.index < 0 || props.laneDirection !== 'both'}
          onChange={props.onDirection}
        />
        <FieldCell
          name={right}
          field={sides.right.fields.get(right)}
          schema={sides.right.schema}
          rows={sides.right.rows}
        />
        <CastBadge {...props} />
        <div className="flex justify-end">
          <IconButton
            size="sm"
            label={props.linked ? `Let records meet by ${left}` : `Match records by ${left}`}
            pressed={line.match}
            disabled={readOnly}
            onClick={() => props.onMatch(!line.match)}
          >
            <KeyRound aria-hidden />
          </IconButton>
          <IconButton
            size="sm"
            label={`Note on ${left}`}
            pressed={showNote}
            disabled={readOnly || line.index < 0}
            className={showNote ? '' : 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100'}
            onClick={() => setNoting(!noting)}
          >
            <MessageSquareText aria-hidden />
          </IconButton>
          <IconButton
            size="sm"
            label={`Remove the pair ${name}`}
            disabled={readOnly}
            className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
            onClick={props.onRemove}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      </div>
      {showNote && line.index >= 0 ? (
        <Input
          aria-label={`Why ${name} belong together`}
          placeholder="Who decided this, and why"
          maxLength={500}
          readOnly={readOnly}
          value={line.pair.note ?? ''}
          onChange={(event) => props.onNote(event.target.value)}
          onBlur={props.onNoteEnd}
          className="mt-1 mb-0.5"
        />
      ) : null}
      {problems.map((problem) => (
        <PairProblem key={problem.code + problem.message} problem={problem} inFull={focused} />
      ))}
    </li>
  );
}

/** What is wrong with a pair: an error in full, a warning on one line until somebody comes for it. */
function PairProblem({ problem, inFull }: { problem: Problem; inFull: boolean }) {
  const error = problem.severity === 'error';
  const text = `${problem.message} ${problem.remedy}`;
  return (
    <p
      title={text}
      className={classNames(
        'pb-0.5',
        error ? 'text-sm text-fail' : 'text-xs text-warn',
        error || inFull ? '' : 'truncate',
      )}
    >
      {problem.message} <span className="text-ink-2">{problem.remedy}</span>
    </p>
  );
}

function CastBadge({ line, direction, sides, problems }: Props) {
  const left = sides.left.fields.get(line.pair.left);
  const right = sides.right.fields.get(line.pair.right);
  if (!left || !right) return <span />;
  const cast = pairCast(left, right, direction);
  if ('refused' in cast) {
    // The compiler knows of links that translate what no cast could.
    if (!problems.some(({ code }) => code === 'CAST_REFUSED' || code === 'FIELD_READ_ONLY')) {
      return (
        <span
          title="Refers to records that have a key of their own on each side: translated by their links."
          className="text-xs text-ink-3"
        >
          by link
        </span>
      );
    }
    return (
      <span title={cast.refused}>
        <Badge tone="fail">refused</Badge>
      </span>
    );
  }
  const tones: Partial<Record<typeof cast.kind, Tone>> = { narrowing: 'neutral', lossy: 'warn' };
  return (
    <span title={castMeaning[cast.kind]}>
      {tones[cast.kind] ? (
        <Badge tone={tones[cast.kind] ?? 'neutral'}>{cast.kind}</Badge>
      ) : (
        <span className="text-xs text-ink-3">{cast.kind === 'identity' ? 'same type' : cast.kind}</span>
      )}
    </span>
  );
}
