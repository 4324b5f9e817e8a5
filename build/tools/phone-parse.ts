import { parseArgs } from 'node:util';
import { z } from 'zod';
import { knownCountry } from '../../electron/common/customer/dial-candidates.ts';
import { dialPlanSchema } from '../../electron/common/customer/dial-plan.ts';
import { parsePhone } from '../../electron/common/customer/parse-phone.ts';
import { printAnswer, readCases, refuse } from './case-file.ts';

const usage = 'usage: npm run -s phone:parse -- [--country UA] --file cases.json';

const casesSchema = z.array(
  z.object({
    id: z.union([z.string(), z.number()]),
    raw: z.string(),
    country: z.string().exactOptional(),
    dialPlan: dialPlanSchema.exactOptional(),
  }),
);

function readArguments(): { readonly country: string | undefined; readonly file: string } {
  try {
    const { values } = parseArgs({ options: { country: { type: 'string' }, file: { type: 'string' } } });
    if (values.file === undefined) return refuse('--file is missing', usage);
    return { country: values.country, file: values.file };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), usage);
  }
}

const { country, file } = readArguments();
if (country !== undefined && knownCountry(country) === undefined)
  refuse(`${country} is not a country code`, usage);

const answers = readCases(file, casesSchema, usage).map((given) => {
  const parsed = parsePhone(given.raw, { country: given.country ?? country, dialPlan: given.dialPlan });
  const { class: phoneClass, e164, extension, others, display } = parsed;
  // JSON leaves out what is undefined.
  return { id: given.id, class: phoneClass, e164, extension, others, display };
});
printAnswer(answers);
