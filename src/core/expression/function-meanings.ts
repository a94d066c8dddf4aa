/** What can be called in an expression, by how it is written. */
export const functionMeanings: Record<string, string> = {
  'isNull(x)': 'is the field null?',
  'ifNull(x, other)': 'the field, or what stands in for null',
  'onlyIf(condition, x)': 'x; where the condition does not hold, the whole expression is null',
  'field("Odd Name")': 'a field whose name is no plain word',
  'size(x)': 'characters of a text, elements of a list',
  'lower(text), upper(text), trim(text)': 'the text in another case, or without blanks around it',
  'replace(text, old, new)': 'every occurrence replaced',
  'split(text, separator), join(list, separator)': 'a text as a list, a list as a text',
  'substring(text, from, to)': 'characters from the first place to before the second, counted from 0',
  'find(text, what)': 'the place of the first occurrence, -1 where there is none',
  'matches(text, pattern)':
    'does a regular expression match anywhere? `.` `[a-z]` `\\d \\w \\s` `^ $` `( | )` `* + ? {2,5}`',
  'int(x), uint(x), double(x), string(x), bool(x), decimal(x)':
    'from one type to another; what does not fit is refused',
  'round(decimal, digits)': 'rounded half away from zero',
  'divide(a, b, digits)': 'the quotient of two decimals, rounded so',
  'abs(x)': 'without its sign',
  'year(x), month(x), day(x), hour(x), minute(x)': 'a part of a date or time',
  'date(x)': 'the day of a date and time',
};
