/** No output device is opened: nothing can be heard, and no loudspeaker that goes away stops the clock. */
export const silentSink = { sinkId: { type: 'none' } } as const;

/** Not in the DOM types of TypeScript yet; Chromium has it since 110. */
interface SinkContext {
  setSinkId(sinkId: string): Promise<void>;
}

/** Lets an audio context play on an output device, '' for the default; rejects when the device has gone. */
export async function chooseSink(context: AudioContext, sinkId: string): Promise<void> {
  if (canChooseSink(context)) await context.setSinkId(sinkId);
}

function canChooseSink(context: object): context is SinkContext {
  return 'setSinkId' in context;
}
