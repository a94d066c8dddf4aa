import { Command, type OutputConfiguration } from 'commander';
import type { Cli } from './cli.ts';
import { alertsApply } from './commands/alerts-apply.ts';
import { alertsChannels } from './commands/alerts-channels.ts';
import { alertsDeliveries } from './commands/alerts-deliveries.ts';
import { alertsExport } from './commands/alerts-export.ts';
import { alertsList } from './commands/alerts-list.ts';
import { alertsRedeliver } from './commands/alerts-redeliver.ts';
import { alertsRules } from './commands/alerts-rules.ts';
import { alertsTest } from './commands/alerts-test.ts';
import { breakerApprove } from './commands/breaker-approve.ts';
import { breakerDiscard } from './commands/breaker-discard.ts';
import { breakerShow } from './commands/breaker-show.ts';
import { cleanup } from './commands/cleanup.ts';
import { conflictsList } from './commands/conflicts-list.ts';
import { conflictsRedecide } from './commands/conflicts-redecide.ts';
import { conflictsResolve } from './commands/conflicts-resolve.ts';
import { conflictsRetry } from './commands/conflicts-retry.ts';
import { conflictsShow } from './commands/conflicts-show.ts';
import { connectionAdd } from './commands/connection-add.ts';
import { connectionCreateTables } from './commands/connection-create-tables.ts';
import { connectionDelete } from './commands/connection-delete.ts';
import { connectionList } from './commands/connection-list.ts';
import { connectionPreflight } from './commands/connection-preflight.ts';
import { connectionStreams } from './commands/connection-streams.ts';
import { connectionTest } from './commands/connection-test.ts';
import { demoTraffic } from './commands/demo-traffic.ts';
import { flowApply } from './commands/flow-apply.ts';
import { flowDelete } from './commands/flow-delete.ts';
import { flowDeploy } from './commands/flow-deploy.ts';
import { flowDrift } from './commands/flow-drift.ts';
import { flowEject } from './commands/flow-eject.ts';
import { flowExport } from './commands/flow-export.ts';
import { flowFigures } from './commands/flow-figures.ts';
import { flowList } from './commands/flow-list.ts';
import { flowMatch } from './commands/flow-match.ts';
import { flowPause } from './commands/flow-pause.ts';
import { flowPlan } from './commands/flow-plan.ts';
import { flowResume } from './commands/flow-resume.ts';
import { flowReturn } from './commands/flow-return.ts';
import { flowStatus } from './commands/flow-status.ts';
import { flowTest } from './commands/flow-test.ts';
import { flowTry } from './commands/flow-try.ts';
import { flowUndoFirstSync } from './commands/flow-undo-first-sync.ts';
import { flowValidate } from './commands/flow-validate.ts';
import { flowVersions } from './commands/flow-versions.ts';
import { issuesAssign } from './commands/issues-assign.ts';
import { issuesIgnore } from './commands/issues-ignore.ts';
import { issuesList } from './commands/issues-list.ts';
import { issuesNote } from './commands/issues-note.ts';
import { issuesReopen } from './commands/issues-reopen.ts';
import { issuesResolve } from './commands/issues-resolve.ts';
import { issuesShow } from './commands/issues-show.ts';
import { issuesSnooze } from './commands/issues-snooze.ts';
import { ledgerAudit } from './commands/ledger-audit.ts';
import { ledgerRetention } from './commands/ledger-retention.ts';
import { ledgerStatus } from './commands/ledger-status.ts';
import { libraryList } from './commands/library-list.ts';
import { libraryPull } from './commands/library-pull.ts';
import { libraryPush } from './commands/library-push.ts';
import { libraryShow } from './commands/library-show.ts';
import { libraryUsedBy } from './commands/library-used-by.ts';
import { mapSuggest } from './commands/map-suggest.ts';
import { maskingAdd } from './commands/masking-add.ts';
import { maskingList } from './commands/masking-list.ts';
import { maskingRemove } from './commands/masking-remove.ts';
import { operationsCancel } from './commands/operations-cancel.ts';
import { operationsList } from './commands/operations-list.ts';
import { operationsPause } from './commands/operations-pause.ts';
import { operationsRate } from './commands/operations-rate.ts';
import { operationsResults } from './commands/operations-results.ts';
import { operationsResume } from './commands/operations-resume.ts';
import { operationsWatch } from './commands/operations-watch.ts';
import { recordsExport } from './commands/records-export.ts';
import { recordsFindings } from './commands/records-findings.ts';
import { recordsIgnore } from './commands/records-ignore.ts';
import { recordsList } from './commands/records-list.ts';
import { recordsRepair } from './commands/records-repair.ts';
import { recordsReplay } from './commands/records-replay.ts';
import { recordsRevert } from './commands/records-revert.ts';
import { recordsShow } from './commands/records-show.ts';
import { recordsWhy } from './commands/records-why.ts';
import { resync } from './commands/resync.ts';
import { verify } from './commands/verify.ts';
import { whoami } from './commands/whoami.ts';
import { examples } from './examples.ts';

type AddCommand = (parent: Command, cli: Cli) => void;

const groups: { name: string; description: string; commands: AddCommand[] }[] = [
  {
    name: 'connection',
    description: 'Systems that Syncline reaches',
    commands: [
      connectionAdd,
      connectionList,
      connectionTest,
      connectionStreams,
      connectionPreflight,
      connectionCreateTables,
      connectionDelete,
    ],
  },
  {
    name: 'flow',
    description: 'Flows, as files and as they run',
    commands: [
      flowList,
      flowValidate,
      flowPlan,
      flowApply,
      flowDeploy,
      flowPause,
      flowResume,
      flowMatch,
      flowTest,
      flowEject,
      flowReturn,
      flowTry,
      flowUndoFirstSync,
      flowStatus,
      flowFigures,
      flowDrift,
      flowExport,
      flowVersions,
      flowDelete,
    ],
  },
  { name: 'map', description: 'Which fields belong together', commands: [mapSuggest] },
  {
    name: 'library',
    description: 'Modules of code that the flows of the workspace share',
    commands: [libraryList, libraryShow, libraryPush, libraryPull, libraryUsedBy],
  },
  {
    name: 'records',
    description: 'The account of every change',
    commands: [
      recordsList,
      recordsShow,
      recordsWhy,
      recordsExport,
      recordsReplay,
      recordsRevert,
      recordsIgnore,
      recordsFindings,
      recordsRepair,
    ],
  },
  {
    name: 'issues',
    description: 'What failed, by its cause',
    commands: [
      issuesList,
      issuesShow,
      issuesAssign,
      issuesSnooze,
      issuesIgnore,
      issuesResolve,
      issuesReopen,
      issuesNote,
    ],
  },
  {
    name: 'conflicts',
    description: 'Records that wait for a person',
    commands: [conflictsList, conflictsShow, conflictsResolve, conflictsRetry, conflictsRedecide],
  },
  {
    name: 'breaker',
    description: 'Lanes that stopped before deleting or overwriting too much',
    commands: [breakerShow, breakerApprove, breakerDiscard],
  },
  {
    name: 'operations',
    description: 'Long work that a runner does',
    commands: [
      operationsList,
      operationsWatch,
      operationsPause,
      operationsResume,
      operationsRate,
      operationsResults,
      operationsCancel,
    ],
  },
  {
    name: 'alerts',
    description: 'What rules found, and who was told',
    commands: [
      alertsList,
      alertsRules,
      alertsExport,
      alertsApply,
      alertsChannels,
      alertsTest,
      alertsDeliveries,
      alertsRedeliver,
    ],
  },
  {
    name: 'ledger',
    description: 'The account of every change: how large it is, how long it is kept, what it can prove',
    commands: [ledgerStatus, ledgerRetention, ledgerAudit],
  },
  {
    name: 'masking',
    description: 'Fields whose values only some roles see',
    commands: [maskingList, maskingAdd, maskingRemove],
  },
  { name: 'demo', description: 'The demo databases', commands: [demoTraffic] },
];

/** The whole command line. Commander's own output goes where `output` says; nothing exits by itself. */
export function buildProgram(cli: Cli, output: OutputConfiguration): Command {
  const program = new Command('syncline')
    .description('Keeps two systems equal, in both directions, in real time.')
    .option('--json', 'print one JSON value instead of text')
    .option('--server <url>', 'address of the server (SYNCLINE_URL, or the one that npm start left)')
    .option('--key <key>', "API key (SYNCLINE_KEY, or the owner's from the data folder)")
    .option('--workspace <slug>', "workspace (the key's only one)")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput(output)
    .exitOverride()
    .showHelpAfterError('Add --help for what it takes.')
    .addHelpText(
      'after',
      `${examples(
        'connection add crm --connector postgres --url postgres://sync@db.example/crm',
        'flow apply contacts.json --deploy --wait',
        'flow status "CRM and App"',
        'verify "CRM and App"',
      )}

Exit codes: 0 success, 1 failure, 2 wrong usage, 3 a check found differences.`,
    );
  for (const { name, description, commands } of groups) {
    const group = program.command(name).description(description).helpCommand(false);
    for (const add of commands) add(group, cli);
  }
  for (const add of [verify, resync, cleanup, whoami]) add(program, cli);
  return program;
}
