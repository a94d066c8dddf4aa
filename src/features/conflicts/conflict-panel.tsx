'use client';

import Link from 'next/link';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Kbd } from '#ui/kbd.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import type { LaneEnds } from '../records/lane-ends.ts';
import { recordPath } from '../records/record-path.ts';
import { keyText, recordTitle } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ConflictFields } from './conflict-fields.tsx';
import { isDelete, openFields } from './decision.ts';
import { DeletedChoice } from './deleted-choice.tsx';
import { RestOfRecord } from './rest-of-record.tsx';
import { SimilarButton } from './similar-button.tsx';
import { type HeldItem, useDecision } from './use-decision.ts';

/** One held record: what stands on both sides, the choices, and the decision. Keyed by the record. */
export function ConflictPanel({
  item,
  ends,
  entered,
  onDecided,
}: {
  item: HeldItem;
  ends: LaneEnds | null;
  /** Takes the focus whenever this is another object. */
  entered: object | null;
  onDecided: () => void;
}) {
  const { path, can } = useWorkspace();
  const decision = useDecision(item, onDecided);
  const [row, setRow] = useState(0);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (entered) panel.current?.focus();
  }, [entered]);
  const { conflict } = item;
  const open = conflict ? openFields(conflict) : [];
  const editable = can('conflict.decide') && item.decision === null;
  const error = errorParts(decision.error);
  const title = recordTitle(conflict?.left, conflict?.right, conflict?.base);
  const deleted = conflict ? isDelete(conflict) : false;

  const onKey = (event: KeyboardEvent) => {
    if (!editable || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'Enter' && event.target === event.currentTarget) decision.submit();
    else if (deleted || !actOn(event.key)) return;
    event.preventDefault();
  };
  /** Does what the key stands for; false when it stands for nothing. */
  const actOn = (key: string): boolean => {
    const field = open[row]?.left;
    if (key === 'ArrowLeft' && field) decision.choose(field, 'left');
    else if (key === 'ArrowRight' && field) decision.choose(field, 'right');
    else if (key === 'ArrowDown') setRow(Math.min(open.length - 1, row + 1));
    else if (key === 'ArrowUp') setRow(Math.max(0, row - 1));
    else if (key === 'L') decision.chooseAll('left');
    else if (key === 'R') decision.chooseAll('right');
    else return false;
    return true;
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable group with keys of its own, not a set of form fields
    <div
      ref={panel}
      role="group"
      aria-label={`Conflict over ${title ?? keyText(item.recordKey)}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys choose sides here
      tabIndex={0}
      onKeyDown={onKey}
      className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent"
    >
      <header className="flex min-h-12 items-center gap-3 border-b border-line px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            {title} <code className="font-normal text-ink-3">{keyText(item.recordKey)}</code>
          </h2>
          <p className="truncate text-sm text-ink-3">
            {item.flowName}, held <RelativeTime at={item.since} />
          </p>
        </div>
        <Link href={path(recordPath(item.laneId, item.recordKey))} className="text-accent hover:underline">
          Its journey
        </Link>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <p className="px-4 pt-3 pb-1 text-ink-2">
          <code className="mr-2 text-conflict">{item.code}</code>
          {item.detail || item.remedy}
        </p>
        {!conflict ? (
          <p className="px-4 py-3 text-ink-3">
            What stands on both sides was not written down. See its journey.
          </p>
        ) : deleted ? (
          <DeletedChoice
            conflict={conflict}
            ends={ends}
            choice={item.decision ? item.decision.record : decision.draft.record}
            editable={editable}
            onChoose={decision.chooseRecord}
          />
        ) : (
          <ConflictFields
            record={item}
            conflict={conflict}
            ends={ends}
            draft={item.decision ?? decision.draft}
            editable={editable}
            focused={editable ? (open[row]?.left ?? null) : null}
            onChoose={(field, side) => {
              setRow(open.findIndex((candidate) => candidate.left === field));
              decision.choose(field, side);
            }}
          />
        )}
        {error ? <ErrorNotice className="m-4" error={error} /> : null}
        {conflict && ends && !deleted ? <RestOfRecord conflict={conflict} ends={ends} /> : null}
      </div>
      <footer className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-t border-line px-4 py-2">
        {item.decision ? (
          <p className="text-ink-2">Decided by {item.decision.by}; the runner is carrying it out.</p>
        ) : editable ? (
          <>
            {deleted ? null : (
              <>
                <Button onClick={() => decision.chooseAll('left')}>
                  All from {ends?.left.connection ?? 'left'} <Kbd keys={['⇧', 'L']} />
                </Button>
                <Button onClick={() => decision.chooseAll('right')}>
                  All from {ends?.right.connection ?? 'right'} <Kbd keys={['⇧', 'R']} />
                </Button>
              </>
            )}
            <span className="ml-auto text-sm text-ink-3">
              {decision.left > 0 ? `${decision.left} to choose` : ''}
            </span>
            <SimilarButton
              item={item}
              draft={decision.draft}
              ends={ends}
              complete={decision.left === 0}
              onDecided={onDecided}
            />
            <Button
              variant="primary"
              disabled={decision.left > 0}
              loading={decision.pending}
              onClick={decision.submit}
            >
              Decide
            </Button>
          </>
        ) : (
          <p className="text-ink-3">Your role may look but not decide.</p>
        )}
      </footer>
    </div>
  );
}
