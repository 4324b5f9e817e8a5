/** Words on one line without any markup, for previews and hints. */
export function plainWords(source: string): string {
  return source
    .replace(/[*_`#>]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
