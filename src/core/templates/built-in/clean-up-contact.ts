import { type BuiltIn, textField } from './built-in.ts';

const fields = ['name', 'email', 'phone'].map(textField);

export const cleanUpContact: BuiltIn = {
  id: 'clean-up-contact',
  name: 'Clean up contact',
  description: 'E-mail address in small letters, phone number in E.164, no stray blanks in the name',
  input: fields,
  output: fields,
  node: {
    form: 'transform',
    source: `import { email, phone, text } from 'syncline';

/** The country of phone numbers that name none. */
const country = 'DE';

/** What is no address or no number stays as it is, so that somebody can mend it where it came from. */
export function transform(record: Input): Output {
  return {
    ...record,
    name: text.collapse(record.name),
    email: email.valid(record.email) ? email.normalise(record.email) : record.email,
    phone: phone.valid(record.phone, country) ? phone.e164(record.phone, country) : record.phone,
  };
}
`,
    cases: [
      {
        name: 'tidies all three',
        entry: 'transform',
        input: { name: '  Ada   Lovelace ', email: ' Ada@Example.COM ', phone: '030 901820' },
        expect: {
          kind: 'records',
          rows: [{ name: 'Ada Lovelace', email: 'ada@example.com', phone: '+4930901820' }],
        },
      },
      {
        name: 'leaves what it cannot read',
        entry: 'transform',
        input: { name: null, email: 'none', phone: 'ask Ada' },
        expect: { kind: 'records', rows: [{ name: null, email: 'none', phone: 'ask Ada' }] },
      },
    ],
  },
};
