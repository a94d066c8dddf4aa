import type { FlowChange } from '#core/flow/flow-change.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { plainWords } from '#features/flow-editor/graph/plain-words.ts';

/** Changes as sentences, before something is done. */
export function ChangePreview({
  title,
  changes,
  graphs,
}: {
  title: string;
  changes: readonly FlowChange[];
  /** Where the steps have their names from. */
  graphs: readonly FlowGraph[];
}) {
  const words = (sentence: string) => graphs.reduce(plainWords, sentence);
  return (
    <section aria-label={title} className="mb-3">
      <h3 className="mb-1 font-medium text-ink-2 text-sm">{title}</h3>
      {changes.length === 0 ? <p className="text-ink-2">Nothing but where steps stand.</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ul tabIndex={0} className="flex max-h-60 list-disc flex-col gap-0.5 overflow-y-auto pl-4">
        {changes.map((change) => (
          <li key={`${change.path} ${change.what}`}>{words(change.sentence)}</li>
        ))}
      </ul>
    </section>
  );
}
