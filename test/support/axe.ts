import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(context: Document, options: RunOptions): Promise<AxeResults>;
}

export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(source);
}

/** All rules, or those that depend on colours only: a page is the same in every set of colours. */
export async function violations(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const results = await page.evaluate<AxeResults, string[] | null>(
    (only) =>
      (globalThis as unknown as { axe: Axe }).axe.run(document, {
        resultTypes: ['violations'],
        ...(only === null ? {} : { runOnly: { type: 'rule', values: only } }),
      }),
    rules === 'all' ? null : ['color-contrast', 'link-in-text-block'],
  );
  return results.violations.map(({ id, impact, nodes }) => {
    const where = nodes.map((node) => node.target.join(' ')).join(', ');
    return `${impact ?? 'none'} ${id}: ${where}`;
  });
}

/** How far the whole window could be scrolled, sideways and down. */
export function overflow(page: Page): Promise<readonly [number, number]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    return [root.scrollWidth - root.clientWidth, root.scrollHeight - root.clientHeight] as const;
  });
}
