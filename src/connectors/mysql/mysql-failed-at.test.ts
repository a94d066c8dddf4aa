import { expect, test } from 'vitest';
import { failedAt } from './mysql-failed-at.ts';

test.each([
  [1048, "Column 'email' cannot be null", { field: 'email', constraint: null }],
  [1364, "Field 'name' doesn't have a default value", { field: 'name', constraint: null }],
  [1062, "Duplicate entry 'a@x' for key 'email_key'", { field: null, constraint: 'email_key' }],
  // A value may look like the name that follows it.
  [
    1062,
    "Duplicate entry 'for key 'x'' for key 'people.email_key'",
    { field: null, constraint: 'email_key' },
  ],
  [4025, 'CONSTRAINT `positive` failed for `shop`.`people`', { field: null, constraint: 'positive' }],
  [3819, "Check constraint 'positive' is violated.", { field: null, constraint: 'positive' }],
  [
    1452,
    'Cannot add or update a child row: a foreign key constraint fails (`shop`.`a`, CONSTRAINT `a_b_fk` FOREIGN KEY (`b`) REFERENCES `b` (`id`))',
    { field: null, constraint: 'a_b_fk' },
  ],
  [1406, "Data too long for column 'city' at row 1", { field: 'city', constraint: null }],
  [
    1366,
    "Incorrect integer value: 'x for column `z` at row 9' for column `shop`.`people`.`age` at row 1",
    { field: 'age', constraint: null },
  ],
  [1205, 'Lock wait timeout exceeded; try restarting transaction', null],
])('%i: %s', (errno, sqlMessage, at) => {
  expect(failedAt({ errno, sqlMessage })).toEqual(at);
});
