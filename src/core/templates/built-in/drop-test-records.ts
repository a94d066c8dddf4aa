import { type BuiltIn, textField } from './built-in.ts';

const fields = ['name', 'email'].map(textField);

export const dropTestRecords: BuiltIn = {
  id: 'drop-test-records',
  name: 'Drop test records',
  description: 'Carries no record whose address or name says that it is a test',
  input: fields,
  output: fields,
  node: {
    form: 'filter',
    source: `import { email } from 'syncline';

/** Domains that are nobody's (RFC 2606). */
const testDomains = ['example.com', 'example.net', 'example.org'];

/** Says whether the record is carried. */
export function filter(record: Input): boolean {
  const domain = email.domain(record.email) ?? '';
  if (testDomains.includes(domain) || domain.endsWith('.test')) return false;
  return !/^test\\b/i.test(record.name ?? '');
}
`,
    cases: [
      {
        name: 'a person is carried',
        entry: 'filter',
        input: { name: 'Tess Tester', email: 'tess@firm.de' },
        expect: { kind: 'keep', keep: true },
      },
      {
        name: 'an address of nobody is not',
        entry: 'filter',
        input: { name: 'Ada', email: 'Ada@EXAMPLE.com' },
        expect: { kind: 'keep', keep: false },
      },
      {
        name: 'a test by its name is not',
        entry: 'filter',
        input: { name: 'TEST account', email: null },
        expect: { kind: 'keep', keep: false },
      },
    ],
  },
};
