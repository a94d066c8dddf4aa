'use client';

import { BellOff } from 'lucide-react';
import { Button } from '#ui/button.tsx';
import { Menu } from '#ui/menu.tsx';

const spans = [
  [60, '1 hour'],
  [8 * 60, '8 hours'],
  [24 * 60, '1 day'],
  [7 * 24 * 60, '1 week'],
] as const;

/** Mutes for a time, or ends that. */
export function MuteMenu({
  muted,
  pending,
  onMute,
}: {
  muted: boolean;
  pending: boolean;
  /** @param minutes null ends it */
  onMute: (minutes: number | null) => void;
}) {
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={<BellOff aria-hidden />} loading={pending}>
          {muted ? 'Muted' : 'Mute'}
        </Button>
      }
      items={[
        { kind: 'heading', label: 'Tell nobody for' },
        ...spans.map(([minutes, label]) => ({ label, onSelect: () => onMute(minutes) })),
        ...(muted
          ? [{ kind: 'separator' as const }, { label: 'Tell people again', onSelect: () => onMute(null) }]
          : []),
      ]}
    />
  );
}
