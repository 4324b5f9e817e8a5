import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { InlineConfig, Plugin } from 'vite';
import { decodeGrammarOnce } from './decode-grammar-once.ts';
import { dropSipDefaults } from './drop-sip-defaults.ts';

/** Languages of the interface for which react-aria has texts of its own; Persian falls back to English there. */
const libraryLocales = ['en-US', 'uk-UA', 'ro-RO', 'ru-RU'];

/** react-aria brings its texts in some thirty languages into every bundle; those never shown stay out. */
function dropForeignTexts(): Plugin {
  const intlFile =
    /[\\/]react-(?:aria|stately|aria-components)[\\/].*[\\/]intl[\\/].*[\\/]([a-z]{2}-[A-Z]{2})\.mjs$/u;
  return {
    name: 'drop-foreign-texts',
    enforce: 'pre',
    load(id) {
      const locale = intlFile.exec(id)?.[1];
      return locale === undefined || libraryLocales.includes(locale) ? null : 'export default {};';
    },
  };
}

/**
 * How Vite builds one of the two pages. Addresses are relative, since the pages are served under a scheme of their own
 * or from any port; nothing is inlined into the HTML, since the policy of the pages forbids it.
 */
export function pageConfig(page: 'desk' | 'phone', outDir: string): InlineConfig {
  return {
    root: fileURLToPath(new URL(`../../renderer/${page}`, import.meta.url)),
    configFile: false,
    base: './',
    logLevel: 'warn',
    plugins: page === 'desk' ? [react(), dropForeignTexts()] : [decodeGrammarOnce(), dropSipDefaults()],
    css: { modules: { generateScopedName: '[name]-[local]-[hash:base64:4]' } },
    build: {
      outDir,
      emptyOutDir: true,
      // Electron 45 and the Chromium of the browser host.
      target: 'chrome140',
      sourcemap: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // React, react-aria and zod in one file; `npm run bench -- bundle` watches the size that counts.
      chunkSizeWarningLimit: 800,
      // The licences of what is bundled ask to go with every copy.
      license: { fileName: 'licenses.md' },
    },
  };
}
