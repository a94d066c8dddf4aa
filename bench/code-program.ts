import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Row } from '#core/values/value.ts';

/** The ten lines that every contender runs: what people write code nodes for. JavaScript that is TypeScript as well. */
export const tenLines = `
  const [first = '', ...rest] = record.name.trim().split(/\\s+/);
  const email = record.email === null ? null : record.email.trim().toLowerCase();
  const domain = email === null ? '' : email.slice(email.indexOf('@') + 1);
  const free = domain === 'example.com' || domain === 'example.org';
  const total = record.quantity * record.price * (record.active ? 0.9 : 1);
  const tier = total > 5000 ? 'gold' : total > 500 ? 'silver' : 'plain';
  const digits = record.phone === null ? null : record.phone.replace(/[^0-9+]/g, '');
  const last = rest.join(' ').toUpperCase();
  if (domain === 'blocked.example') return null;
  return { id: record.id, first, last, email, phone: digits, tier, total, lead: !free, note: record.note };
`;

const field = (name: string, kind: NeutralType['kind'], nullable = true): CodeField =>
  ({ name, type: { kind }, nullable }) as CodeField;

export const benchProgram: CodeProgram = {
  form: 'transform',
  source: `export function transform(record: Input): Output | null {${tenLines}}`,
  input: [
    field('id', 'int32', false),
    field('name', 'text', false),
    field('email', 'text'),
    field('phone', 'text'),
    field('quantity', 'int32', false),
    field('price', 'float64', false),
    field('active', 'boolean', false),
    field('note', 'text'),
  ],
  output: [
    field('id', 'int32', false),
    field('first', 'text'),
    field('last', 'text'),
    field('email', 'text'),
    field('phone', 'text'),
    field('tier', 'text'),
    field('total', 'float64'),
    field('lead', 'boolean'),
    field('note', 'text'),
  ],
  modules: [],
  tables: {},
};

const domains = ['example.com', 'mill.example', 'Harbour.Example', 'blocked.example', 'tools.example'];
const firsts = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Frances'];
const lasts = ['Lovelace', 'Hopper', 'van der Berg', 'Liskov', 'Smith', 'de la Cruz'];

/** Records as a log delivers them, all different. */
export function benchRows(count: number): Row[] {
  return Array.from({ length: count }, (_, id) => {
    const first = firsts[id % firsts.length] as string;
    const last = lasts[(id * 7) % lasts.length] as string;
    return {
      id: String(id),
      name: ` ${first}  ${last}`,
      email: id % 9 === 0 ? null : `${first}.${id}@${domains[id % domains.length]}`,
      phone: id % 4 === 0 ? null : `+44 (20) ${7_000_000 + id}`,
      quantity: String((id % 40) + 1),
      price: String(((id * 37) % 20_000) / 100),
      active: id % 3 === 0 ? 't' : 'f',
      note: id % 2 === 0 ? null : `Called on day ${id % 30}, wants an offer for next year.`,
    };
  });
}
