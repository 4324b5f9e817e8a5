/** Closes a switch over a union: a new member is a type error here and a defect at run time. */
export function exhausted(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
