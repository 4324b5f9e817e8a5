import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorCodes } from '../../../electron/common/lib/app-error.ts';
import {
  localeSchema,
  operatorStateSchema,
  themeSchema,
} from '../../../electron/common/contract/desk-state.ts';
import {
  chooseLanguage,
  directionOf,
  languageCodes,
  languageNames,
} from '../../../renderer/i18n/languages.ts';
import { createTexts, switchLanguage } from '../../../renderer/i18n/texts.ts';

type Tree = { readonly [key: string]: string | Tree };
const treeSchema: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), treeSchema])));

const flatten = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : flatten(value, `${prefix}${key}.`),
  );

const read = (language: string): Map<string, string> => {
  const file = new URL(`../../../renderer/i18n/languages/${language}.json`, import.meta.url);
  return new Map(flatten(treeSchema.parse(JSON.parse(readFileSync(file, 'utf8')))));
};

const texts = new Map(languageCodes.map((language) => [language, read(language)]));
const textsOf = (language: (typeof languageCodes)[number]): Map<string, string> =>
  texts.get(language) ?? new Map<string, string>();

const pluralEnding = /_(zero|one|two|few|many|other)$/u;
const stem = (key: string): string => key.replace(pluralEnding, '');
const stems = (language: (typeof languageCodes)[number]): string[] =>
  [...new Set([...textsOf(language).keys()].map(stem))].sort();
const variables = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/gu)].map((found) => found[1] ?? '').sort();

describe('texts of the interface', () => {
  it('exist for the languages that the settings offer', () => {
    expect([...languageCodes]).toEqual(localeSchema.options);
    expect(Object.keys(languageNames)).toEqual(localeSchema.options);
  });

  it('have the type of their keys derived from the English file', async () => {
    const union = stems('en').map((key) => `  | '${key}'`);
    const source = [
      '// Derived from languages/en.json by test/unit/i18n/texts.test.ts; `vitest --update` writes it anew.',
      '/* eslint-disable max-lines -- a list, not code */',
      `export type TextKey =\n${union.join('\n')};\n`,
    ].join('\n');
    await expect(source).toMatchFileSnapshot('../../../renderer/i18n/text-keys.ts');
  });

  describe.each(languageCodes)('in %s', (language) => {
    it('have the same keys as the English ones', () => {
      expect(stems(language)).toEqual(stems('en'));
    });

    it('are never empty', () => {
      for (const [key, text] of textsOf(language)) expect(text.trim(), key).not.toBe('');
    });

    it('have every plural form of the language and no other', () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
      const plurals = [...textsOf(language).keys()].filter((key) => pluralEnding.test(key));
      expect(plurals.length).toBeGreaterThan(0);
      for (const name of new Set(plurals.map(stem))) {
        const present = plurals.filter((key) => stem(key) === name).map((key) => key.slice(name.length + 1));
        expect(present.toSorted(), name).toEqual(forms);
      }
    });

    it('put in the same values as the English ones', () => {
      const english = new Map([...textsOf('en')].map(([key, text]) => [stem(key), variables(text)]));
      for (const [key, text] of textsOf(language)) {
        expect(variables(text), key).toEqual(english.get(stem(key)));
      }
    });

    it('say of every error what happened and what to do', () => {
      for (const code of errorCodes) {
        expect(textsOf(language).get(`error.${code}.what`), code).toMatch(/[.!]$/u);
        expect(textsOf(language).get(`error.${code}.do`), code).toMatch(/[.!]$/u);
      }
    });

    it('name every operator state and theme', () => {
      for (const state of operatorStateSchema.options) {
        expect(textsOf(language).get(`state.${state}`), state).toBeDefined();
      }
      for (const theme of themeSchema.options) {
        expect(textsOf(language).get(`view.themes.${theme}`), theme).toBeDefined();
      }
    });
  });

  it('are all shown somewhere', () => {
    const folder = new URL('../../../renderer/', import.meta.url);
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/u.test(file) && !file.endsWith('text-keys.ts'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'))
      .join('\n');
    const isShown = (key: string): boolean => {
      const family = key.slice(0, key.lastIndexOf('.'));
      return source.includes(`'${key}'`) || source.includes(`\`${family}.\${`);
    };
    const codes = stems('en').filter((key) => key.startsWith('error.'));
    expect(codes).toHaveLength(errorCodes.length * 2);
    expect(stems('en').filter((key) => !codes.includes(key) && !isShown(key))).toEqual([]);
  });

  it('differ from English wherever words are spoken', () => {
    const spoken = [...textsOf('en')].filter(([key]) => key.startsWith('error.'));
    for (const language of languageCodes.filter((code) => code !== 'en')) {
      for (const [key, text] of spoken)
        expect(textsOf(language).get(key), `${language} ${key}`).not.toBe(text);
    }
  });

  it('never address the operator informally', () => {
    const informal: Record<string, RegExp> = {
      uk: /(?<![\p{L}’])(ти|тебе|тобі|твій|твоя|твоє|зачекай|натисни|перевір|спробуй)(?![\p{L}’])/iu,
      ru: /(?<!\p{L})(ты|тебя|тебе|твой|твоя|твоё|подожди|нажми|проверь|попробуй)(?!\p{L})/iu,
      ro: /(?<!\p{L})(tu|tine|ție|tău|încearcă|apasă|verifică|introdu)(?!\p{L})/iu,
      fa: /(?<!\p{L})(تو|برایت|کن|بزن|بگو|ببین)(?!\p{L})/u,
    };
    // Romanian `încearcă` and `verifică` are also said of the program: it tries, it checks.
    const ofTheProgram = /aplicația încearcă|se (încearcă|verifică)/iu;
    for (const [language, pattern] of Object.entries(informal)) {
      const code = chooseLanguage([language]);
      for (const [key, text] of textsOf(code)) {
        expect(text.replace(ofTheProgram, ''), `${language} ${key}`).not.toMatch(pattern);
      }
    }
  });
});

describe('showing texts', () => {
  it('puts in counts with the plural form and the digits of the language', async () => {
    const shown = await createTexts('uk');
    expect(shown.t('customer.found', { count: 1 })).toBe('Знайдено 1 клієнта');
    expect(shown.t('customer.found', { count: 5 })).toBe('Знайдено 5 клієнтів');
    await switchLanguage(shown, 'fa');
    expect(shown.t('customer.found', { count: 12 })).toBe('۱۲ مشترک یافت شد');
    await switchLanguage(shown, 'ro');
    expect(shown.t('customer.found', { count: 20 })).toBe('20 de clienți găsiți');
  });

  it('takes the first language wanted for which there are texts', () => {
    expect(chooseLanguage(['de-DE', 'ru-RU', 'uk'])).toBe('ru');
    expect(chooseLanguage(['pt'])).toBe('en');
    expect(chooseLanguage([])).toBe('en');
  });

  it('writes Persian from right to left and the others from left to right', () => {
    expect(languageCodes.map(directionOf)).toEqual(['ltr', 'ltr', 'ltr', 'ltr', 'rtl']);
    expect(directionOf('fa-IR')).toBe('rtl');
    expect(directionOf('ar')).toBe('rtl');
    // A language that merely begins with the same letters.
    expect(directionOf('fao')).toBe('ltr');
  });
});
