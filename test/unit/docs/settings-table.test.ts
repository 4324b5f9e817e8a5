import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingMeanings } from '../../../build/tools/setting-meanings.ts';
import { listSettings, updateDocument } from '../../../build/tools/settings-table.ts';

const written = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8');

describe('docs/configuration.md', () => {
  it('is what the schema says now (else: node build/tools/settings-table.ts)', async () => {
    expect(await updateDocument(written)).toBe(written);
  });

  it('explains every setting, and none that is gone', () => {
    const keys = listSettings().map(({ key }) => key);
    expect(Object.keys(settingMeanings).toSorted()).toEqual(keys.toSorted());
  });

  it('knows the secrets as the keys that are never in the settings file', () => {
    const onlyGiven = listSettings().filter(({ inSettingsFile }) => !inSettingsFile);
    expect(onlyGiven.map(({ key }) => key)).toEqual(['sip.password', 'sip.turnCredential', 'queueToken']);
    expect(listSettings().filter(({ inConfigFile }) => !inConfigFile)).toEqual([]);
  });

  it('shows type and default as the schema has them', () => {
    const rows = new Map(listSettings().map((row) => [row.key, row]));
    expect(rows.get('numbers.country')).toMatchObject({ type: 'text like `^[A-Z]{2}$`', default: '`"UA"`' });
    expect(rows.get('numbers.extensionLength')?.type).toBe(
      'whole number 1 to 12 or [whole number 1 to 12, whole number 1 to 12]',
    );
    expect(rows.get('sip.servers')?.type).toBe('list of 1 to 8: address');
    expect(rows.get('remoteControl')).toMatchObject({ type: '`true` or `false`', default: '`false`' });
  });

  it('refuses a document that has lost its marks', async () => {
    await expect(updateDocument('# Configuration\n')).rejects.toThrow('marks');
  });
});
