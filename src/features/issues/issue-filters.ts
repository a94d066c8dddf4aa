import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs';
import { ErrorCode } from '#core/errors/codes.ts';
import { type IssueFilter, IssueSort, IssueState } from '#core/issues/issue.ts';

/** The filter of the issues page as its address holds it. */
export const issueParams = {
  kind: parseAsStringLiteral(['failure', 'decision'] as const).withDefault('failure'),
  /** What still needs somebody, unless told otherwise. */
  state: parseAsArrayOf(parseAsStringLiteral(IssueState.options)),
  flow: parseAsString,
  code: parseAsArrayOf(parseAsStringLiteral(ErrorCode.options)),
  assignee: parseAsString,
  q: parseAsString,
  sort: parseAsStringLiteral(IssueSort.options).withDefault('recent'),
  from: parseAsInteger,
};

export type IssueParams = {
  kind: 'failure' | 'decision';
  state: IssueState[] | null;
  flow: string | null;
  code: ErrorCode[] | null;
  assignee: string | null;
  q: string | null;
  sort: IssueSort;
  from: number | null;
};

/** States that are shown while none is chosen. */
const current: IssueState[] = ['open', 'snoozed'];

/** The filter for what the address says. */
export function issueFilter(params: IssueParams): IssueFilter {
  return {
    kind: params.kind,
    state: params.state ?? current,
    flowId: params.flow ?? undefined,
    code: params.code ?? undefined,
    assigneeId: params.assignee ?? undefined,
    text: params.q?.trim() || undefined,
  };
}

/** Is any part of the filter on? */
export function isFiltered({ state, flow, code, assignee, q }: IssueParams): boolean {
  return [state, flow, code, assignee, q].some((part) => part !== null);
}

export const noIssueFilters = { state: null, flow: null, code: null, assignee: null, q: null, from: null };
