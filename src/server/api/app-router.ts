import { accountRouter } from './account/router.ts';
import { activityRouter } from './activity/router.ts';
import { alertRouter } from './alert/router.ts';
import { apiKeyRouter } from './api-key/router.ts';
import { breakerRouter } from './breaker/router.ts';
import { bulkRouter } from './bulk/router.ts';
import { codeRouter } from './code/router.ts';
import { conflictRouter } from './conflict/router.ts';
import { connectionRouter } from './connection/router.ts';
import { driftRouter } from './drift/router.ts';
import { figuresRouter } from './figures/router.ts';
import { flowRouter } from './flow/router.ts';
import { homeRouter } from './home/router.ts';
import { issueRouter } from './issue/router.ts';
import { ledgerRouter } from './ledger/router.ts';
import { libraryRouter } from './library/router.ts';
import { mappingRouter } from './mapping/router.ts';
import { maskingRouter } from './masking/router.ts';
import { memberRouter } from './member/router.ts';
import { operationRouter } from './operation/router.ts';
import { recordRouter } from './record/router.ts';
import { sessionRouter } from './session/router.ts';
import { tableRouter } from './table/router.ts';
import { templateRouter } from './template/router.ts';
import { router } from './trpc.ts';
import { workspaceRouter } from './workspace/router.ts';

/** The whole API: pages and the command speak to nothing else. */
export const appRouter = router({
  account: accountRouter,
  activity: activityRouter,
  alert: alertRouter,
  apiKey: apiKeyRouter,
  breaker: breakerRouter,
  bulk: bulkRouter,
  code: codeRouter,
  connection: connectionRouter,
  conflict: conflictRouter,
  drift: driftRouter,
  figures: figuresRouter,
  flow: flowRouter,
  home: homeRouter,
  issue: issueRouter,
  ledger: ledgerRouter,
  library: libraryRouter,
  mapping: mappingRouter,
  masking: maskingRouter,
  member: memberRouter,
  operation: operationRouter,
  record: recordRouter,
  session: sessionRouter,
  table: tableRouter,
  template: templateRouter,
  workspace: workspaceRouter,
});
export type AppRouter = typeof appRouter;
