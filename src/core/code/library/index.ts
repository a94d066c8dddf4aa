/**
 * The standard library of code nodes: what `import { … } from 'syncline'` gives. It is pure, reads no
 * clock and rolls no dice: the same record always comes to the same.
 */
import * as convert from './convert.ts';
import * as decimal from './decimal.ts';
import * as email from './email.ts';
import * as hash from './hash.ts';
import { hold } from './hold.ts';
import * as id from './id.ts';
import * as json from './json.ts';
import * as log from './log.ts';
import * as phone from './phone.ts';
import * as step from './step.ts';
import * as table from './table.ts';
import * as text from './text.ts';
import * as time from './time.ts';

export { convert, decimal, email, hash, hold, id, json, log, phone, step, table, text, time };
