'use client';

import Link from 'next/link';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import type { ShownResult } from '#core/masking/shown-result.ts';
import { ChangeDiff } from '../records/change-diff.tsx';
import { recordPath } from '../records/record-path.ts';
import { keyText } from '../records/record-title.ts';
import { useLaneNames } from '../records/use-lane-names.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** One record on both sides: what stands there, and what would, or does, after the action. */
export function ResultSample({ record }: { record: ShownResult }) {
  const { slug, path } = useWorkspace();
  const { laneId, recordKey, before, after, detail, code } = record;
  const { flowId } = splitLaneId(laneId);
  const ends = useLaneNames(slug, [flowId])(flowId, laneId);
  const side = (name: 'left' | 'right') => (
    <ChangeDiff
      title={
        <>
          <span className={name === 'left' ? 'text-side-left' : 'text-side-right'}>
            {ends ? ends[name].connection : name}
          </span>{' '}
          <span className="text-ink-3">{ends?.[name].stream}</span>
        </>
      }
      before={before?.[name] ?? null}
      after={after ? after[name] : (before?.[name] ?? null)}
      unknown="It is not on this side."
    />
  );
  return (
    <article className="flex flex-col gap-1.5">
      <p className="text-base">
        <Link href={path(recordPath(laneId, recordKey))} className="text-accent hover:underline">
          <code>{keyText(recordKey)}</code>
        </Link>
        {code ? <code className="ml-2 text-ink-3">{code}</code> : null}
        <span className="ml-2 text-ink-2">{detail}</span>
      </p>
      {before ? (
        <div className="flex gap-3">
          {side('left')}
          {side('right')}
        </div>
      ) : null}
    </article>
  );
}
