import MarkdownIt from 'markdown-it';

/** Words of scripts: emphasis, lists and line breaks. No HTML, no links, no images: they are spoken. */
const markdown = new MarkdownIt('commonmark', { html: false, breaks: true });
markdown.disable(['link', 'image', 'autolink', 'html_inline', 'html_block', 'reference', 'code', 'fence']);

/** A merge field without a value comes as U+27E6 path U+27E7. */
const missingField = /⟦([\w.]{1,80})⟧/gu;

markdown.renderer.rules['text'] = (tokens, index) => {
  const escaped = markdown.utils.escapeHtml(tokens[index]?.content ?? '');
  return escaped.replace(missingField, '<mark dir="ltr">$1</mark>');
};

/** HTML of a script's words: safe to insert, with `<mark>` where a value is missing. */
export function renderWords(source: string): string {
  return markdown.render(source);
}
