import { router } from '../trpc.ts';
import { assignIssue } from './assign-issue.ts';
import { countOpenIssues } from './count-open-issues.ts';
import { ignoreIssue } from './ignore-issue.ts';
import { listIssues } from './list-issues.ts';
import { noteIssue } from './note-issue.ts';
import { reopenIssue } from './reopen-issue.ts';
import { resolveIssue } from './resolve-issue.ts';
import { retryIssue } from './retry-issue.ts';
import { showIssue } from './show-issue.ts';
import { snoozeIssue } from './snooze-issue.ts';

export const issueRouter = router({
  list: listIssues,
  show: showIssue,
  countOpen: countOpenIssues,
  assign: assignIssue,
  snooze: snoozeIssue,
  ignore: ignoreIssue,
  resolve: resolveIssue,
  reopen: reopenIssue,
  note: noteIssue,
  retry: retryIssue,
});
