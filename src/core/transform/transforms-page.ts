import { functionMeanings } from '../expression/function-meanings.ts';
import { kindMeanings } from './kind-meanings.ts';
import { units } from './units.ts';

const intro = `# Transforms

A field pair can say what its values go through between the two sides, beyond the [cast](types-and-casts.md):

\`\`\`json
{
  "left": "phone",
  "right": "tel",
  "transform": { "forward": [{ "kind": "phone", "country": "DE" }], "backward": [] }
}
\`\`\`

- \`forward\` are the steps from left to right, \`backward\` those from right to left, in the order in which they are taken.
  Types between steps are cast as between fields; a step that does not take what comes in is told while you edit.
- A way that is not given is the **inverse** of the other one. So a two-way pair needs steps that lead back, or steps
  for each way; an empty list is the plain cast. A one-way pair takes any steps.
- A value that a step refuses parks its record, with the field, the step and the reason. It is never made null or
  rounded in silence. Where an inverse is used, a value that would come back as another one is refused, too.
- Two values are equal if the steps forward make one of the other, or the steps backward do.
- A pair that finds the record takes steps that lead both ways.

## Several fields

\`also\` names further fields of a side: one value is made of several, or several of one.

\`\`\`json
{
  "left": "first_name",
  "also": { "left": ["last_name"] },
  "right": "full_name",
  "transform": { "forward": [{ "kind": "template", "text": "{last_name}, {first_name}" }] }
}
\`\`\`

Conflicts, guards, digests and the ledger know the fields together, by their names with a plus between
(\`first_name + last_name\`), as the list of their texts; so does a rule of the conflict node. The side must deliver
complete old rows. A pair that is computed from nothing has an empty name: \`{ "left": "", "right": "source", "direction":
"forward", "transform": { "forward": [{ "kind": "constant", "value": "crm" }] } }\`.

A computed field also follows where Syncline itself writes what it is computed from. One-way pairs must not lead in a
circle.

## Null, empty, blank, absent

Null stays null through every step but \`constant\`, \`default\`, \`lookup\`, \`empty\` and \`expression\`. An empty text stays
one, and so do blanks, unless a step says otherwise. A path that leads nowhere is absent: \`empty\` may tell it from null,
and whatever comes behind the last step is null. Joined and templated, null is written as nothing, and nothing is read
as null.
`;

/** The page about transforms, the expression language and filters, in Markdown. */
export function transformsPage(): string {
  const kinds = Object.values(kindMeanings).map((kind) => {
    const [from, to] = kind.shows.map((value) => (value === null ? 'null' : JSON.stringify(value)));
    return [
      `### ${kind.example.kind}\n`,
      `${kind.does}\n`,
      `- takes ${kind.takes}; gives ${kind.gives}\n- back: ${kind.back}\n- \`${JSON.stringify(kind.example)}\` makes \`${from}\` \`${to}\`\n`,
    ].join('\n');
  });
  const unitLines = Object.entries(units).map(
    ([name, group]) =>
      `- ${name}: ${Object.keys(group)
        .map((unit) => `\`${unit}\``)
        .join(' ')}`,
  );
  const functions = Object.entries(functionMeanings).map(([use, meaning]) => `- \`${use}\`: ${meaning}`);
  return [
    intro,
    '## Steps\n',
    ...kinds,
    '## Units\n',
    `${unitLines.join('\n')}\n`,
    expressions,
    `${functions.join('\n')}\n`,
    filters,
  ].join('\n');
}

const expressions = `## Expressions

A bounded part of CEL, the Common Expression Language: typed against the fields, without loops that do not end, and
without a way to anything but the fields. \`first_name + " " + last_name\`, \`price * 2 > decimal("9.99") ? "high" : "low"\`,
\`tags.exists(t, t == "vip")\`.

- Whole numbers are \`int\` (64 bits, exact) and \`uint\`; decimals are \`decimal\`, exact, with \`+ - *\` and comparisons also
  against whole numbers. A literal such as \`1.5\` is a floating \`double\`: write \`decimal("1.5")\`.
- Dates, times, UUIDs, bytes and JSON are texts, as [types and casts](types-and-casts.md) spells them. Dates of one kind
  compare in time's order.
- A field that is null cannot be computed with: its record would wait as failed. Ask first.
- Operators: \`+ - * / % == != < <= > >= && || ! in ?:\`; on lists \`[0]\`, \`.all(x, …)\`, \`.exists(x, …)\`, \`.exists_one(x, …)\`,
  \`.filter(x, …)\`; on texts \`.startsWith(…)\`, \`.endsWith(…)\`, \`.contains(…)\`, \`.size()\`.
- Bounds: 2,000 characters and 300 parts of an expression; texts of 100,000 characters and lists of 1,000 in; a text of
  1,000,000 characters out. Patterns are matched in time proportional to the text.
`;

const filters = `## Filters

A filter is a condition in the same language. On the lane before the mapping it says which records of the left side are
carried, behind the mapping which of the right; several filters of a side must all be met.

\`\`\`json
{ "id": "paying", "kind": "filter", "condition": "plan != \\"free\\" && !isNull(email)", "leave": "delete" }
\`\`\`

- A change that makes a record meet the condition is an insert on the other side. One after which it does not meet it any
  more is a delete there with \`"leave": "delete"\`; with \`"keep"\`, the default, the other side keeps its record, and the
  ledger has a line \`FILTERED\`.
- A record of which the condition cannot be told, since a field is null, does not meet it: ask with \`isNull\` first.
- What the other side changes is carried back also to a record that the filter leaves out. A first sync and \`verify\`
  leave such records out.
- The side must deliver complete old rows. A filter that is changed makes the lane meet all its data anew.
`;
