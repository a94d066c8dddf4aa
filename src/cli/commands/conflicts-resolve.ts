import type { Command } from 'commander';
import { Narrowing } from '#core/conflict/similar-held.ts';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkResult } from '#core/operations/bulk-progress.ts';
import { actOnRecords, addBulkOptions, type BulkOptions } from '../act-on-records.ts';
import { askYes } from '../ask-yes.ts';
import { bulkResultText } from '../bulk-result-text.ts';
import type { Cli, Session } from '../cli.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { addHeldFilters, type HeldFilterOptions, heldFilterOf } from '../held-filter-options.ts';
import { parseChoices } from '../parse-choices.ts';
import { type ConflictItem, readConflicts } from '../read-conflicts.ts';
import { requireDone } from '../require-done.ts';
import { watchOperation } from '../watch-operation.ts';

type Options = HeldFilterOptions &
  BulkOptions & {
    left?: boolean;
    right?: boolean;
    newest?: boolean;
    field?: string[];
    keep?: boolean;
    delete?: boolean;
    similarTo?: string;
    same?: Narrowing[];
  };
type Resolve = Extract<BulkAction, { kind: 'resolve' }>;
type Sides = Record<string, 'left' | 'right'>;
type Chosen = { all: 'left' | 'right' | 'newest' | null; fields: Sides; record: 'keep' | 'delete' | null };

/** `conflicts resolve`: decides a held record, whole or field by field; or many at once. */
export function conflictsResolve(parent: Command, cli: Cli): void {
  const command = parent
    .command('resolve')
    .description('Decide a record that is held for a person, or many of them')
    .argument('[id]', 'as conflicts list shows it')
    .option('--similar-to <id>', 'in place of one: this one and all that wait over the same')
    .option(
      '--same <values>',
      'of these, only those with the same values: left, right, base',
      parseChoices(Narrowing.options),
    )
    .option('--left', "take the left side's values")
    .option('--right', "take the right side's values")
    .option('--newest', 'of many: take the values of whichever side changed last')
    .option('--field <field=side...>', 'one field otherwise, by its name on the left, e.g. email=left')
    .option('--keep', 'one side deleted the record: keep it')
    .option('--delete', 'one side deleted the record: delete it');
  addBulkOptions(addHeldFilters(command))
    .addHelpText(
      'after',
      examples(
        'conflicts resolve cmh1x2 --left',
        'conflicts resolve cmh1x2 --right --field email=left',
        'conflicts resolve --similar-to cmh1x2 --left --same right',
        'conflicts resolve --flow "CRM and App" --since 2h --newest --dry-run',
        'conflicts resolve --all --left --yes',
      ),
    )
    .action(
      cli.action<[string | undefined], Options>(async (session, [given], options) => {
        const chosen = chosenBy(options);
        const workspace = await session.workspace();
        const filter = await heldFilterOf(session, options);
        const id = given ?? options.similarTo;
        if ([given, options.similarTo, filter].filter(Boolean).length !== 1) {
          const remedy = 'Give its id, or --similar-to ID; for many --all or --flow NAME.';
          throw usageError('Name one record, or which.', remedy);
        }
        if (filter) {
          const action: BulkAction = { kind: 'resolve', decision: decisionOfMany(chosen) };
          return actOnRecords(session, action, options, { filter });
        }
        if (!id || chosen.all === 'newest' || options.rate || options.detach) {
          const remedy = 'Give --left, --right or --field, or choose many with --all or --flow.';
          throw usageError('--newest, --rate and --detach are for many records.', remedy);
        }
        const item = await find(session, workspace, id);
        const { fields, record } = decide(item, { ...chosen, all: chosen.all });
        if (options.similarTo) return decideSimilar(session, { id, fields, record }, options);
        if (options.dryRun) {
          session.output.result(
            { id, fields, record },
            () => `It would be decided so: ${words(fields, record)}.`,
          );
          return undefined;
        }
        await session.api.conflict.decide.mutate({ workspace, id, fields, record });
        session.output.result({ id, fields, record }, () => 'Decided. A runner carries it out.');
        return undefined;
      }),
    );
}

function chosenBy(options: Options): Chosen {
  if ([options.left, options.right, options.newest].filter(Boolean).length > 1) {
    throw usageError('--left, --right and --newest exclude each other.', 'Give one.');
  }
  if (options.keep && options.delete)
    throw usageError('--keep and --delete exclude each other.', 'Give one.');
  const fields: Sides = {};
  for (const part of options.field ?? []) {
    const [, name, side] = part.match(/^(.+)=(left|right)$/) ?? [];
    if (!name) throw usageError(`"${part}" names no field and side.`, 'Write --field email=left.');
    fields[name] = side === 'left' ? 'left' : 'right';
  }
  const all = options.left ? 'left' : options.right ? 'right' : options.newest ? 'newest' : null;
  const record = options.keep ? 'keep' : options.delete ? 'delete' : null;
  if (all || record || Object.keys(fields).length > 0) return { all, fields, record };
  throw usageError('No decision was given.', 'Give --left, --right, --newest, --field, --keep or --delete.');
}

/** A decision in words, e.g. `email left, name right`. */
function words(fields: Sides, record: Chosen['record']): string {
  const sides = Object.entries(fields).map(([name, side]) => `${name} ${side}`);
  return record ? `${record} the record` : sides.join(', ');
}

/** One decision for all: a side, or the same for those that wait over the same. */
function decisionOfMany({ all, fields, record }: Chosen): Resolve['decision'] {
  const named = Object.keys(fields).length > 0 || record !== null;
  if (all && named) {
    throw usageError('Many records are decided in one way.', 'Give a side, or --field, --keep or --delete.');
  }
  return all ?? { fields, record };
}

/** Decides all that wait over the same, after the person has confirmed their number. */
async function decideSimilar(
  session: Session,
  decision: { id: string; fields: Sides; record: Chosen['record'] },
  { same: narrow = [], yes = false, dryRun = false }: Options,
): Promise<ExitCode | undefined> {
  const { api, output } = session;
  const workspace = await session.workspace();
  const similar = await api.conflict.similar.query({ workspace, id: decision.id, narrow });
  const records = similar.narrowed;
  const over = similar.likeness.fields.map(({ left }) => left).join(', ');
  if (dryRun) {
    output.result({ id: null, records }, () => `${records} wait over ${over} and would be decided.`);
    return undefined;
  }
  const question = `Decide ${records} ${records === 1 ? 'record' : 'records'} that wait over ${over}?`;
  if (!yes && !(await askYes(session, question, 'conflicts list'))) {
    output.result({ id: null }, () => 'Nothing was done.');
    return undefined;
  }
  const { id } = await api.conflict.decideSimilar.mutate({ workspace, narrow, records, ...decision });
  const operation = await watchOperation(session, id, { cancel: false });
  requireDone(operation);
  const result = BulkResult.parse(operation.result);
  output.result({ id, ...result }, () => bulkResultText(output, result, { preview: false, samples: [] }));
  return result.counts.refused + result.counts.failed > 0 ? exitCodes.difference : exitCodes.success;
}

async function find(session: Session, workspace: string, id: string): Promise<ConflictItem> {
  for await (const item of readConflicts(session, { workspace, state: 'held' }))
    if (item.id === id) return item;
  throw new CliError('NOT_FOUND', `No record is held under ${id}.`, {
    remedy: 'Look with syncline conflicts list; it may have been decided meanwhile.',
  });
}

/**
 * Where one side deleted the record: whether it stays (the deleting side's win means that it goes).
 * Else a side for every field that waits for one.
 */
function decide(
  { conflict }: ConflictItem,
  chosen: Chosen & { all: 'left' | 'right' | null },
): { fields: Sides; record: Chosen['record'] } {
  if (conflict && (conflict.left === null || conflict.right === null)) {
    const implied = chosen.all && (conflict[chosen.all] === null ? 'delete' : 'keep');
    const record = chosen.record ?? implied;
    if (record) return { fields: {}, record };
    throw usageError('One side deleted the record.', 'Give --keep or --delete.');
  }
  if (chosen.record) throw usageError('Neither side deleted the record.', 'Give --left, --right or --field.');
  const names = (conflict?.fields ?? []).map((field) => field.left);
  const unknown = Object.keys(chosen.fields).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw usageError(
      `${unknown.join(', ')}: not in conflict.`,
      `In conflict are ${names.join(', ') || 'no fields'}.`,
    );
  }
  const fields = { ...chosen.fields };
  const waiting = (conflict?.fields ?? []).filter((field) => field.winner === 'held' && !fields[field.left]);
  if (chosen.all) for (const field of waiting) fields[field.left] = chosen.all;
  else if (waiting.length > 0) {
    const open = waiting.map((field) => field.left).join(', ');
    throw usageError(`${open}: no side given.`, 'Give --left or --right for all others.');
  }
  return { fields, record: null };
}
