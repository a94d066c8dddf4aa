'use client';

import { KeyRound, Link2 } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '#ui/button.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { linkableKeys, removeLink, setLink, setMatch } from './edit-pairs.ts';
import type { MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';

type Props = Pick<InspectorProps<'mapping'>, 'node' | 'readOnly' | 'onEdit'> & { sides: MappingSides };

/**
 * How the same record is found. While nothing says it, the keys are offered for a person to confirm:
 * unrelated systems number alike. Where each side makes its own keys, it says so.
 */
export function RecordKeys({ node, sides, readOnly, onEdit }: Props) {
  const { links } = useNodeEnvironment();
  const { left, right } = sides;
  if (!left.schema || !right.schema) return null;
  if (node.link) {
    const keys = [
      node.link.left ?? left.schema.key.join(', '),
      node.link.right ?? right.schema.key.join(', '),
    ];
    return (
      <Bar icon={<Link2 aria-hidden className="size-4 shrink-0 text-accent" />}>
        <p className="min-w-0 flex-1 text-ink">
          Each side makes its own keys, <code>{keys[0]}</code> and <code>{keys[1]}</code>; Syncline keeps
          which belong together.
        </p>
        <Button size="sm" asChild className="shrink-0">
          <Link href={links.match(node.id)}>Try the matches</Link>
        </Button>
        <Button size="sm" disabled={readOnly} onClick={() => onEdit(removeLink)} className="shrink-0">
          Match by a shared key
        </Button>
      </Bar>
    );
  }
  if (readOnly || node.match.length > 0) return null;
  const linkable = linkableKeys(left.schema, right.schema, node.direction);
  const shared = sharedKeys(sides, node.direction);
  if (!linkable && !shared) return null;
  return (
    <Bar icon={<KeyRound aria-hidden className="size-4 shrink-0 text-accent" />}>
      <p className="min-w-0 flex-1 text-ink">
        {shared ? (
          <>
            Do the keys <code>{shared.left}</code> and <code>{shared.right}</code> find the same record?
          </>
        ) : (
          'How is the same record found?'
        )}
      </p>
      {shared ? (
        <Button
          size="sm"
          onClick={() => onEdit((draft) => setMatch(draft, shared, true))}
          className="shrink-0"
        >
          Match by {shared.left === shared.right ? shared.left : `${shared.left} and ${shared.right}`}
        </Button>
      ) : null}
      {linkable ? (
        <Button size="sm" onClick={() => onEdit((draft) => setLink(draft, linkable))} className="shrink-0">
          Each side makes its own
        </Button>
      ) : null}
    </Bar>
  );
}

function Bar({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-center gap-3 border-b border-line bg-accent-bg/50 px-4 py-2">
      {icon}
      {children}
    </div>
  );
}

/** Keys of one field each, between whose types there is a cast. */
function sharedKeys(
  { left, right }: MappingSides,
  direction: Props['node']['direction'],
): { left: string; right: string } | null {
  const [first, ...moreLeft] = left.schema?.key ?? [];
  const [second, ...moreRight] = right.schema?.key ?? [];
  const a = left.fields.get(first ?? '');
  const b = right.fields.get(second ?? '');
  if (!first || !second || !a || !b || moreLeft.length + moreRight.length > 0) return null;
  return 'refused' in pairCast(a, b, direction) ? null : { left: first, right: second };
}
