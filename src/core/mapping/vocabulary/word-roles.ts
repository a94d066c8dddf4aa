/**
 * How much a word tells. `filler`: nothing. `form`: the form of the value rather than its meaning, so it
 * counts little beside another word. `usual`: what is meant where nothing is said, so it hardly counts
 * where only one side says it (a contact's `mailing city` is its `city`). `measure`: counts little beside
 * another word, and makes another field of it (`comment_count` holds no comment). `sets apart`: another one than
 * the plain field, so it counts more (`old`, `shipping`, `secondary`).
 */
export const wordRoles: Record<'filler' | 'form' | 'usual' | 'measure' | 'sets apart', string> = {
  filler:
    'the a an of for to in on at and or with from this that your our my its all any is has have be was are does do as',
  form: 'moment number identifier name value field text data info information key type flag record object string list line header master detail unit',
  usual: '1 primary main default mailing billing current legal work regular associated related default',
  measure: 'count code percent',
  'sets apart':
    'old previous former past next other alternate alternative alt secondary second third first last shipping home private personal assistant original min minimum max maximum average external temporary backup partner parent child referral inferred predicted test invalid',
};
