import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDevices, updateDocument } from '../../../build/tools/headset-table.ts';
import { headsetOptionsSchema, quirksSchema } from '../../../electron/common/headset/headset-quirks.ts';
import { quirkFileSchema } from '../../../electron/common/headset/quirk-file.ts';

const docs = join(import.meta.dirname, '../../../docs');
const written = readFileSync(join(docs, 'headsets.md'), 'utf8');

describe('docs/headsets.md', () => {
  it('is what the program makes of the recorded devices now (else: node build/tools/headset-table.ts)', async () => {
    expect(await updateDocument(written)).toBe(written);
  });

  it('names every device once, those for calls first', () => {
    const rows = listDevices();
    const ids = rows.map(({ usbId }) => usbId).filter((id) => id !== '');
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    expect(rows[0]).toMatchObject({ capability: 'full', evidence: 'read from the device' });
    expect(rows.at(-1)?.capability).toBe('none');
    for (const { name } of rows) expect(written).toContain(name);
  });

  it('shows id, evidence, buttons and lights as the descriptor has them', () => {
    const rows = new Map(listDevices().map((row) => [row.usbId, row]));
    expect(rows.get('0b0e:24c9')).toMatchObject({
      evidence: 'read from the device',
      buttons: 'call, mute, hold (flash), redial, reject, keypad',
      lights: 'in call, speaker, mute, ring, hold, microphone, on-line, ring tone',
      capability: 'full',
    });
    expect(rows.get('1532:0511')).toMatchObject({ buttons: 'call', lights: 'none', capability: 'hookOnly' });
    expect(rows.get('303a:4005')?.evidence).toBe('firmware source');
  });

  it('explains every quirk and every option, and none that is gone', () => {
    const rowsOf = (heading: string): string => written.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
    const options = [...rowsOf('Options').matchAll(/^\| `(\w+)`/gmu)].map(([, name]) => name);
    expect(options.toSorted()).toEqual(Object.keys(headsetOptionsSchema.shape).toSorted());
    const quirks = [...rowsOf('A headset that behaves oddly').matchAll(/\| `"(\w+)":/gu)].map(
      ([, name]) => name,
    );
    expect(quirks.toSorted()).toEqual(Object.keys(quirksSchema.shape).toSorted());
  });

  it('gives a file of quirks that is valid', () => {
    const [, json = ''] = /```json\n([\s\S]*?)```/u.exec(written) ?? [];
    expect(quirkFileSchema.safeParse(JSON.parse(json)).success).toBe(true);
  });

  it('links to what is there', () => {
    const targets = [...written.matchAll(/\]\(([^)#]+)\)/gu)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(docs, target)))).toEqual([]);
    const headings = [...written.matchAll(/^## (.+)$/gmu)].map(([, text = '']) =>
      text.toLowerCase().replaceAll(' ', '-'),
    );
    const anchors = [...written.matchAll(/\]\(#([^)]+)\)/gu)].map(([, anchor]) => anchor);
    expect(anchors.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
  });

  it.each(['devices', 'buttons', 'lights'])(
    'refuses a document that has lost the marks of %s',
    async (name) => {
      await expect(updateDocument(written.replace(`<!-- end of ${name} -->`, ''))).rejects.toThrow(name);
    },
  );
});
