'use client';

import { ArrowLeft, ArrowLeftRight, ArrowRight, Check } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Direction } from '#core/flow/flow-graph.ts';
import { Menu } from '#ui/menu.tsx';

export const directionNames: Record<Direction, string> = {
  both: 'Both ways',
  forward: 'Left to right',
  backward: 'Right to left',
};

export const directionIcons: Record<Direction, ComponentType<{ className?: string }>> = {
  both: ArrowLeftRight,
  forward: ArrowRight,
  backward: ArrowLeft,
};

const directions: Direction[] = ['both', 'forward', 'backward'];

/** The way one pair goes, between its two fields. */
export function DirectionMenu({
  name,
  value,
  disabled,
  tabIndex,
  onChange,
}: {
  /** The pair's name for screen readers. */
  name: string;
  value: Direction;
  disabled: boolean;
  tabIndex?: number;
  onChange: (direction: Direction) => void;
}) {
  const Icon = directionIcons[value];
  return (
    <Menu
      align="center"
      trigger={
        <button
          type="button"
          aria-label={`Direction of ${name}: ${directionNames[value]}`}
          title={directionNames[value]}
          disabled={disabled}
          tabIndex={tabIndex}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-2 hover:bg-surface-2 hover:text-ink disabled:pointer-events-none data-[state=open]:bg-surface-2"
        >
          <Icon aria-hidden className="size-4" />
        </button>
      }
      items={directions.map((direction) => {
        const ItemIcon = directionIcons[direction];
        return {
          label: directionNames[direction],
          icon: <ItemIcon aria-hidden />,
          hint: direction === value ? <Check aria-label="chosen" className="size-3.5" /> : undefined,
          onSelect: () => onChange(direction),
        };
      })}
    />
  );
}
