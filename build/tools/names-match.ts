import { parseArgs } from 'node:util';
import { z } from 'zod';
import { matchName } from '../../electron/common/customer/match-name.ts';
import { printAnswer, readCases, refuse } from './case-file.ts';

const usage = 'usage: npm run -s names:match -- --file cases.json';

const casesSchema = z.array(
  z.object({ id: z.union([z.string(), z.number()]), query: z.string(), name: z.string() }),
);

function readFileArgument(): string {
  try {
    const { values } = parseArgs({ options: { file: { type: 'string' } } });
    return values.file ?? refuse('--file is missing', usage);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), usage);
  }
}

const cases = readCases(readFileArgument(), casesSchema, usage);
printAnswer(cases.map(({ id, query, name }) => ({ id, match: matchName(query, name) })));
