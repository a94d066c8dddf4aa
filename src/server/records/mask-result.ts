import type { Side } from '#core/change/change-event.ts';
import { errorMeanings } from '#core/errors/codes.ts';
import type { Lane } from '#core/flow/lane.ts';
import { AuditReport } from '#core/ledger/audit-report.ts';
import { UndoReport } from '#core/ledger/undo-report.ts';
import { VerifyReport } from '#core/ledger/verify-report.ts';
import { isMaskedValue, type ShownRow, type ShownValue } from '#core/masking/shown-value.ts';
import { MatchReport } from '#core/matching/match-report.ts';
import { type TrialOutcome, TrialReport } from '#core/trial/trial-report.ts';
import { maskDisagreement } from './mask-findings.ts';
import { maskRow, seesFields, seesLane, seesPairs } from './mask-row.ts';
import type { Masker } from './masker.ts';
import { seesPair } from './sees-pair.ts';
import { ValueNumbers } from './value-numbers.ts';

type Document = Record<string, unknown>;

/**
 * What an operation of some kind came to, as the caller may see it. A result of a form that is not known, of an
 * older version say, is kept from callers who may not see everything.
 */
export type MaskResult = (
  masker: Masker,
  operation: { flowId: string; input: Document },
  result: Document,
) => Document | null;

/** Results of a kind that hold no value of any record. */
export const noValues: MaskResult = (_, __, result) => result;

export const maskVerify: MaskResult = (masker, { flowId }, result) => {
  const parsed = VerifyReport.safeParse(result);
  if (!parsed.success) return null;
  const lanes = parsed.data.lanes.map((lane) => {
    const laneId = lane.laneId.startsWith(`${flowId}:`) ? lane.laneId : `${flowId}:${lane.laneId}`;
    return {
      ...lane,
      samples: lane.samples.map((sample) => maskDisagreement(masker, laneId, sample)),
    };
  });
  return { ...parsed.data, lanes };
};

export const maskMatch: MaskResult = (masker, { flowId }, result) => {
  const parsed = MatchReport.safeParse(result);
  if (!parsed.success) return null;
  const report = parsed.data;
  const laneId = laneOf(masker, flowId, report.mappingNodeId);
  const rows = (side: 'left' | 'right', of: ShownRow[], numbers?: ValueNumbers) =>
    of.map((row) => maskRow(masker, { laneId, side }, row, numbers));
  const unnamed = (side: 'left' | 'right') => ({
    ...report[side],
    unnamedSamples: rows(side, report[side].unnamedSamples),
  });
  return {
    ...report,
    left: unnamed('left'),
    right: unnamed('right'),
    groups: report.groups.map((group) => ({
      ...group,
      samples: group.samples.map((sample) => {
        const numbers = new ValueNumbers();
        return { left: rows('left', sample.left, numbers), right: rows('right', sample.right, numbers) };
      }),
    })),
    meeting: {
      ...report.meeting,
      // They quote what did not fit.
      refusals: seesLane(masker, laneId) ? report.meeting.refusals : [],
      fields: report.meeting.fields.map((field) =>
        seesFields(masker, laneId, [field.left]) ? field : { ...field, samples: [] },
      ),
    },
  };
};

export const maskUndo: MaskResult = (masker, { flowId, input }, result) => {
  const parsed = UndoReport.safeParse(result);
  if (!parsed.success) return null;
  const laneId = laneOf(masker, flowId, String(input.mapping));
  const samples = parsed.data.samples.map((sample) => ({
    ...sample,
    recordKey: masker.shownKey(laneId, sample.recordKey),
    why: seesLane(masker, laneId) ? sample.why : '',
  }));
  return { ...parsed.data, samples };
};

/**
 * What a version would write may come from any field of the other side, so of a lane with masked fields no value is told,
 * be they paired in a version that was deployed or in the tried one alone.
 */
export const maskTrial: MaskResult = (masker, { flowId, input }, result) => {
  const parsed = TrialReport.safeParse(result);
  if (!parsed.success) return null;
  const lanes = (input.lanes ?? []) as Lane[];
  const open = new Set(lanes.filter((lane) => seesTried(masker, lane)).map((lane) => `${flowId}:${lane.id}`));
  const seesValues = (laneId: string) => open.has(laneId) && seesPairs(masker, laneId);
  const seesTexts = (laneId: string) => open.has(laneId) && seesLane(masker, laneId);
  const outcome = <T extends TrialOutcome | null>(laneId: string, of: T): T => {
    if (!of || seesTexts(laneId)) return of;
    return { ...of, detail: of.code ? errorMeanings[of.code] : '' };
  };
  return {
    ...parsed.data,
    lanes: parsed.data.lanes.map((lane) => ({
      ...lane,
      reasons: seesTexts(lane.laneId) ? lane.reasons : [],
    })),
    samples: parsed.data.samples.map((sample) => {
      const { laneId } = sample;
      const numbers = new ValueNumbers();
      const hide = (name: string, value: ShownValue | undefined) =>
        value === undefined || isMaskedValue(value) ? value : numbers.of(name, value);
      return {
        ...sample,
        recordKey: masker.shownKey(laneId, sample.recordKey),
        was: outcome(laneId, sample.was),
        would: outcome(laneId, sample.would),
        fields: seesValues(laneId)
          ? sample.fields
          : sample.fields.map(({ name, was, would }) => ({
              name,
              was: hide(name, was),
              would: hide(name, would),
            })),
      };
    }),
  };
};

/** May the caller see everything that a tried lane can make values of? */
function seesTried(masker: Masker, lane: Lane): boolean {
  const given = (side: Side) =>
    lane[side].view?.own.fields.every(({ name }) =>
      masker.visible?.sees({
        connection: lane[side].connection,
        stream: lane[side].stream.name,
        field: name,
      }),
    ) ?? true;
  return given('left') && given('right') && lane.fields.every((pair) => seesPair(masker, lane, pair));
}

export const maskAudit: MaskResult = (masker, _, result) => {
  const parsed = AuditReport.safeParse(result);
  if (!parsed.success) return null;
  const findings = parsed.data.findings.map((finding) => ({
    ...finding,
    recordKey: finding.recordKey && masker.shownKey(finding.laneId, finding.recordKey),
  }));
  return { ...parsed.data, findings };
};

/** The flow's lane of a mapping; an id that no lane has where it is not known. */
function laneOf(masker: Masker, flowId: string, mappingNodeId: string): string {
  const lanes = [...(masker.visible?.lanes ?? [])];
  const found = lanes.find(
    ([id, lane]) => id.startsWith(`${flowId}:`) && lane.mappingNodeId === mappingNodeId,
  );
  return found?.[0] ?? '';
}
