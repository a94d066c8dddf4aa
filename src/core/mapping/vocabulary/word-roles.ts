/**
 * How much a word tells. `filler`: nothing. `form`: the form of the value rather than its meaning, so it
 * counts little beside another word. `usual`: what is meant where nothing is said, so it hardly counts
 * where only one side says it (a contact's `mailing city` is its `city`). `sets apart`: another one than
 * the plain field, so it counts more (`old`, `shipping`, `secondary`).
 */
export const wordRoles: Record<'filler' | 'form' | 'usual' | 'sets apart', string> = {
  filler:
    'the a an of for to in on at and or with from this that your our my its all any s is has have be was are does do as',
  form: 'date time timestamp datetime number identifier code name value field text data info information key type flag record object string count',
  usual: 'primary main default mailing billing current preferred work regular associated related default',
  'sets apart':
    'old previous former past next other alternate alternative alt secondary second third first last shipping home private personal assistant original min minimum max maximum average external temporary backup partner parent child referral inferred predicted test invalid',
};
