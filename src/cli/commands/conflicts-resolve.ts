import type { Command } from 'commander';
import { Narrowing } from '#core/conflict/similar-held.ts';
import { BulkResult } from '#core/operations/bulk-progress.ts';
import { askYes } from '../ask-yes.ts';
import { bulkResultText } from '../bulk-result-text.ts';
import type { Cli, Session } from '../cli.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { parseChoices } from '../parse-choices.ts';
import { type ConflictItem, readConflicts } from '../read-conflicts.ts';
import { requireDone } from '../require-done.ts';
import { watchOperation } from '../watch-operation.ts';

type Options = {
  left?: boolean;
  right?: boolean;
  field?: string[];
  keep?: boolean;
  delete?: boolean;
  similarTo?: string;
  same?: Narrowing[];
  yes?: boolean;
};
type Sides = Record<string, 'left' | 'right'>;
type Chosen = { all: 'left' | 'right' | null; fields: Sides; record: 'keep' | 'delete' | null };

/** `conflicts resolve`: decides a held record, whole or field by field. */
export function conflictsResolve(parent: Command, cli: Cli): void {
  parent
    .command('resolve')
    .description('Decide a record that is held for a person')
    .argument('[id]', 'as conflicts list shows it')
    .option('--similar-to <id>', 'in place of one: this one and all that wait over the same')
    .option(
      '--same <values>',
      'of these, only those with the same values: left, right, base',
      parseChoices(Narrowing.options),
    )
    .option('--yes', 'decide similar ones without asking')
    .option('--left', "take the left side's values")
    .option('--right', "take the right side's values")
    .option('--field <field=side...>', 'one field otherwise, by its name on the left, e.g. email=left')
    .option('--keep', 'one side deleted the record: keep it')
    .option('--delete', 'one side deleted the record: delete it')
    .addHelpText(
      'after',
      examples(
        'conflicts resolve cmh1x2 --left',
        'conflicts resolve cmh1x2 --right --field email=left',
        'conflicts resolve --similar-to cmh1x2 --left --same right',
      ),
    )
    .action(
      cli.action<[string | undefined], Options>(async (session, [given], options) => {
        const chosen = chosenBy(options);
        const workspace = await session.workspace();
        const id = given ?? options.similarTo;
        if (!id || (given && options.similarTo))
          throw usageError('Name one record.', 'Give its id, or --similar-to ID.');
        const item = await find(session, workspace, id);
        const { fields, record } = decide(item, chosen);
        if (options.similarTo) return decideSimilar(session, { id, fields, record }, options);
        await session.api.conflict.decide.mutate({ workspace, id, fields, record });
        session.output.result({ id, fields, record }, () => 'Decided. A runner carries it out.');
        return undefined;
      }),
    );
}

function chosenBy(options: Options): Chosen {
  if (options.left && options.right) throw usageError('--left and --right exclude each other.', 'Give one.');
  if (options.keep && options.delete)
    throw usageError('--keep and --delete exclude each other.', 'Give one.');
  const fields: Sides = {};
  for (const part of options.field ?? []) {
    const [, name, side] = part.match(/^(.+)=(left|right)$/) ?? [];
    if (!name) throw usageError(`"${part}" names no field and side.`, 'Write --field email=left.');
    fields[name] = side === 'left' ? 'left' : 'right';
  }
  const all = options.left ? 'left' : options.right ? 'right' : null;
  const record = options.keep ? 'keep' : options.delete ? 'delete' : null;
  if (all || record || Object.keys(fields).length > 0) return { all, fields, record };
  throw usageError('No decision was given.', 'Give --left, --right, --field, --keep or --delete.');
}

/** Decides all that wait over the same, after the person has confirmed their number. */
async function decideSimilar(
  session: Session,
  decision: { id: string; fields: Sides; record: Chosen['record'] },
  { same: narrow = [], yes = false }: Options,
): Promise<ExitCode | undefined> {
  const { api, output } = session;
  const workspace = await session.workspace();
  const similar = await api.conflict.similar.query({ workspace, id: decision.id, narrow });
  const records = similar.narrowed;
  const over = similar.likeness.fields.map(({ left }) => left).join(', ');
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
function decide({ conflict }: ConflictItem, chosen: Chosen): { fields: Sides; record: Chosen['record'] } {
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
