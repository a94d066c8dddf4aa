'use client';

import { useStore } from 'zustand';
import { Avatar } from '#ui/avatar.tsx';
import { useSession } from '../session/use-session.tsx';

/** Who else has the flow open. */
export function OthersHere() {
  const others = useStore(useSession().others);
  if (others.length === 0) return null;
  const names = others.join(', ');
  return (
    <span role="status" title={`Also open: ${names}`} className="flex items-center gap-1">
      {others.slice(0, 3).map((name) => (
        <Avatar key={name} name={name} size="sm" />
      ))}
      {others.length > 3 ? <span className="text-sm text-ink-2">+{others.length - 3}</span> : null}
      <span className="sr-only">Also open: {names}</span>
    </span>
  );
}
