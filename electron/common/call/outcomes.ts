/** Outcome codes every installation has, each with the key that chooses it. Names are in the interface texts. */
export const outcomes = [
  { code: 'question-answered', key: 'q' },
  { code: 'bill-explained', key: 'b' },
  { code: 'reading-taken', key: 'm' },
  { code: 'outage-recorded', key: 'o' },
  { code: 'complaint-recorded', key: 'c' },
  { code: 'callback', key: 'k' },
  { code: 'wrong-number', key: 'w' },
  { code: 'no-answer', key: 'n' },
  { code: 'conduct', key: 'x' },
] as const;

export type OutcomeCode = (typeof outcomes)[number]['code'];

export const isOutcome = (code: string): code is OutcomeCode =>
  outcomes.some((outcome) => outcome.code === code);
