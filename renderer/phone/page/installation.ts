const key = 'offhook.instance';

/**
 * The name of our contact at the registrar: random, but the same after every start, so that a registration left over
 * from a crash is replaced and not added to. Letters and digits.
 */
export function readInstance(storage: Pick<Storage, 'getItem' | 'setItem'>, random: () => string): string {
  try {
    const known = storage.getItem(key);
    if (known !== null && /^[a-z0-9]{8,32}$/.test(known)) return known;
  } catch {
    // A profile that cannot be read still makes calls.
  }
  const fresh = random()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 16);
  try {
    storage.setItem(key, fresh);
  } catch {
    // Then it is a new contact at each start.
  }
  return fresh;
}
