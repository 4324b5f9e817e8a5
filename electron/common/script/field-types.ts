/** What the answer to a field step may be; decides how it is read and which keyboard it gets. */
export const fieldTypes = [
  'text',
  'number',
  'date',
  'time',
  'phone',
  'email',
  'money',
  'choice',
  'yesno',
  'account',
] as const;
