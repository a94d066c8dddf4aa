/** Keys to press, e.g. `<Kbd keys={['⌘', 'K']} />`. */
export function Kbd({ keys }: { keys: string[] }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4 min-w-4 items-center justify-center rounded-sm border border-line bg-surface-2 px-1 font-sans text-[10px]/none text-ink-2"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
