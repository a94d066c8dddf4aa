'use client';

import { Segmented } from '#ui/segmented.tsx';
import type { InspectorProps } from '../node-views.ts';
import { directionIcons, directionNames } from './direction-menu.client.tsx';
import { setLaneDirection } from './edit-pairs.ts';
import type { MappingSides } from './mapping-sides.ts';

/** Both sides by name, with the way that the whole lane goes between them. */
export function LaneBar({
  node,
  sides,
  readOnly,
  onEdit,
}: Pick<InspectorProps<'mapping'>, 'node' | 'readOnly' | 'onEdit'> & { sides: MappingSides }) {
  return (
    <div className="grid shrink-0 grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-3 border-b border-line px-4 py-2">
      <p className="truncate font-medium text-side-left" title={sides.left.title ?? undefined}>
        {sides.left.title ?? <span className="text-ink-3">No left endpoint</span>}
      </p>
      <Segmented
        label="Direction of the lane"
        size="sm"
        value={node.direction}
        disabled={readOnly}
        options={(['backward', 'both', 'forward'] as const).map((direction) => {
          const Icon = directionIcons[direction];
          return {
            value: direction,
            label: direction === 'both' ? 'Both ways' : 'One way',
            icon: <Icon aria-label={directionNames[direction]} />,
          };
        })}
        onChange={(direction) => onEdit((draft) => setLaneDirection(draft, direction))}
      />
      <p className="truncate text-right font-medium text-side-right" title={sides.right.title ?? undefined}>
        {sides.right.title ?? <span className="text-ink-3">No right endpoint</span>}
      </p>
    </div>
  );
}
