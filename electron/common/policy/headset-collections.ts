/** A HID collection as far as it decides whether the device may be a headset. */
interface Collection {
  readonly usagePage: number;
}

const ledPage = 0x08;
const telephonyPage = 0x0b;
const consumerPage = 0x0c;

export const isTelephony = ({ usagePage }: Collection): boolean => usagePage === telephonyPage;

/**
 * Whether a device with these top-level collections may be a headset: telephony, LEDs beside it, or the consumer controls
 * in which cheap sound chips put their hook switch. Keyboards, mice and security keys are none.
 */
export const mayBeHeadset = (collections: readonly Collection[]): boolean =>
  collections.some(
    (collection) => isTelephony(collection) || [ledPage, consumerPage].includes(collection.usagePage),
  );
