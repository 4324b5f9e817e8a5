import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Speaks the phrases of the practice customers with espeak-ng and stores them as raw 8 kHz A-law, the form in which
 * they go over RTP. Run by hand after a change of phrases.json: `node build/voices/make-voices.ts`. The files are
 * kept in the repository because espeak-ng and sox are not there on every machine that builds.
 */
const folder = import.meta.dirname;
const maximumBytes = 1_000_000;

const languagesSchema = z.record(
  z.string().regex(/^[a-z]{2}$/),
  z.object({ voice: z.string(), phrases: z.record(z.string().regex(/^[a-z]+$/), z.string()) }),
);

const languages = languagesSchema.parse(JSON.parse(readFileSync(join(folder, 'phrases.json'), 'utf8')));

let total = 0;
for (const [language, { voice, phrases }] of Object.entries(languages)) {
  mkdirSync(join(folder, language), { recursive: true });
  for (const [phrase, text] of Object.entries(phrases)) {
    const spoken = execFileSync('espeak-ng', ['-v', voice, '-s', '185', '-a', '180', '--stdout', text], {
      maxBuffer: 16 * 1024 * 1024,
    });
    const file = join(folder, language, `${phrase}.al`);
    const shape = ['-t', 'raw', '-r', '8000', '-c', '1', '-e', 'a-law', file];
    const trim = ['silence', '1', '0.02', '0.5%', 'reverse', 'silence', '1', '0.02', '0.5%', 'reverse'];
    execFileSync('sox', ['-t', 'wav', '-', ...shape, 'norm', '-6', ...trim], { input: spoken });
    const { size } = statSync(file);
    total += size;
    console.log(`${language}/${phrase}.al  ${(size / 8000).toFixed(1)} s`);
  }
}
console.log(`${String(total)} bytes`);
if (total > maximumBytes)
  throw new Error(`The voices take ${String(total)} bytes, more than ${String(maximumBytes)}.`);
