import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

/**
 * Draws every icon from the SVG below with a Chromium (named by CHROMIUM, else /usr/bin/chromium). Run after a change:
 * `node build/packaging/make-icons.ts`. The files are part of the source, so that packing needs no browser.
 */
const folder = import.meta.dirname;

const headset = (stroke: string): string => `
  <g fill="none" stroke="${stroke}" stroke-width="7" stroke-linecap="round">
    <path d="M22 58V50a28 28 0 0 1 56 0v8"/>
    <path d="M78 70c0 10-8 14-20 14"/>
  </g>
  <rect x="15" y="54" width="14" height="22" rx="6" fill="${stroke}"/>
  <rect x="71" y="54" width="14" height="22" rx="6" fill="${stroke}"/>
  <circle cx="55" cy="84" r="5.5" fill="${stroke}"/>`;

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${content}</svg>`;

const programIcon = svg(
  `<rect x="4" y="4" width="92" height="92" rx="22" fill="#0b5cad"/>${headset('#ffffff')}`,
);

/** Each state is another shape, because colour alone tells nothing to many and nothing at all on macOS. */
const shapes = {
  ready: (ink: string) =>
    `<circle cx="50" cy="50" r="44" fill="${ink}"/><path d="M28 52l15 15 29-32" fill="none" stroke="#ffffff" stroke-width="11" stroke-linecap="round" stroke-linejoin="round"/>`,
  busy: (ink: string) => `<circle cx="50" cy="50" r="44" fill="${ink}"/>`,
  pause: (ink: string) =>
    `<rect x="16" y="10" width="24" height="80" rx="6" fill="${ink}"/><rect x="60" y="10" width="24" height="80" rx="6" fill="${ink}"/>`,
  offline: (ink: string) =>
    `<path d="M16 16l68 68M84 16L16 84" fill="none" stroke="${ink}" stroke-width="15" stroke-linecap="round"/>`,
} as const;
const readyTemplate =
  '<path d="M14 54l24 24 48-54" fill="none" stroke="#000" stroke-width="15" stroke-linecap="round" stroke-linejoin="round"/>';
const colours = { ready: '#1f9d55', busy: '#d64545', pause: '#c77700', offline: '#7b8794' } as const;

async function draw(page: Page, source: string, size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${source}`,
  );
  return page.screenshot({ omitBackground: true, type: 'png' });
}

/** ICO with PNG images, which Windows reads since Vista. Six bytes of header, sixteen for each image. */
function packIco(images: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of images.entries()) {
    const entry = 6 + 16 * index;
    // 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** ICNS: `icns`, length, then type, length and PNG for each size. */
function packIcns(images: readonly { readonly type: string; readonly png: Buffer }[]): Buffer {
  const chunks = images.map(({ type, png }) => chunk(type, png));
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}

const icnsTypes = [
  { type: 'ic07', size: 128 },
  { type: 'ic08', size: 256 },
  { type: 'ic09', size: 512 },
] as const;

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  const save = (name: string, content: Buffer): Promise<void> => writeFile(join(folder, name), content);
  await save('icon.png', await draw(page, programIcon, 512));
  const ico: { size: number; png: Buffer }[] = [];
  for (const size of [16, 32, 48, 256]) ico.push({ size, png: await draw(page, programIcon, size) });
  await save('icon.ico', packIco(ico));
  const icns: { type: string; png: Buffer }[] = [];
  for (const { type, size } of icnsTypes) icns.push({ type, png: await draw(page, programIcon, size) });
  await save('icon.icns', packIcns(icns));
  for (const state of ['ready', 'busy', 'pause', 'offline'] as const) {
    const coloured = svg(shapes[state](colours[state]));
    // macOS paints the opaque part of a template in the colour of the menu bar: so ready is a bare tick.
    const template = svg(state === 'ready' ? readyTemplate : shapes[state]('#000000'));
    await save(`icons/tray-${state}.png`, await draw(page, coloured, 32));
    await save(`icons/tray-${state}Template.png`, await draw(page, template, 18));
    await save(`icons/tray-${state}Template@2x.png`, await draw(page, template, 36));
  }
} finally {
  await browser.close();
}
