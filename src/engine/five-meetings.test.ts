import { describeFiveMeetings, meetingRules } from '#testing/engine/five-meetings.ts';
import { postgresPair } from '#testing/fuzz/pair.ts';

/** A lane for every rule, rule for deletes and replica identity. */
const lanes = Object.keys(meetingRules).flatMap((rule) =>
  (['update', 'delete', 'hold'] as const).flatMap((deletes) =>
    ['full', 'default'].map((identity) => {
      const table = `${rule.replace(' ', '_')}_${deletes}_${identity}`;
      return { rule, deletes, table, more: `ALTER TABLE ${table} REPLICA IDENTITY ${identity};` };
    }),
  ),
);

describeFiveMeetings({ pair: postgresPair, lanes, apart: 1_500, writtenBy: 'xmin::text, ctid::text, ' });
