/** One sentence of a recorded customer in each language of the desk; fetched when it is asked for. */
const voices: Readonly<Record<string, string>> = {
  en: new URL('../../../build/voices/en/thanks.al', import.meta.url).href,
  fa: new URL('../../../build/voices/fa/thanks.al', import.meta.url).href,
  ro: new URL('../../../build/voices/ro/thanks.al', import.meta.url).href,
  ru: new URL('../../../build/voices/ru/thanks.al', import.meta.url).href,
  uk: new URL('../../../build/voices/uk/thanks.al', import.meta.url).href,
};

/** A-law octets at 8 kHz. */
export async function loadVoice(language: string): Promise<Uint8Array> {
  const address = Object.hasOwn(voices, language) ? voices[language] : voices['en'];
  if (address === undefined) throw new Error('There is no voice.');
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The voice cannot be read: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
