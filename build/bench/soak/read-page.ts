import type { CDPSession, Page } from 'playwright-core';

/** What a page holds after everything that can go has gone. */
export interface PageReading {
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly peerConnections: number;
  readonly openConnections: number;
  readonly liveTracks: number;
  readonly openAudioContexts: number;
}

/** Reads a page by the protocol of its debugger, so that nothing has to be added to the page. */
export async function watchPage(page: Page): Promise<{ read(): Promise<PageReading> }> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  return { read: () => readPage(client) };
}

async function readPage(client: CDPSession): Promise<PageReading> {
  // Objects with native parts go in the second round, when their finalisers have run.
  await client.send('HeapProfiler.collectGarbage');
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  const { metrics } = await client.send('Performance.getMetrics');
  const metric = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return {
    heapBytes: usedSize,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    peerConnections: metric('RTCPeerConnections'),
    openConnections: await count(client, 'RTCPeerConnection', 'each.signalingState !== "closed"'),
    liveTracks: await count(client, 'MediaStreamTrack', 'each.readyState === "live"'),
    openAudioContexts: await count(client, 'AudioContext', 'each.state !== "closed"'),
  };
}

/** How many objects of a class there are for which `holds` is true of `each`. */
async function count(client: CDPSession, className: string, holds: string): Promise<number> {
  const objectGroup = 'soak';
  const { result } = await client.send('Runtime.evaluate', {
    expression: `${className}.prototype`,
    objectGroup,
  });
  if (result.objectId === undefined) throw new Error(`the page knows no ${className}`);
  const { objects } = await client.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
    objectGroup,
  });
  if (objects.objectId === undefined) throw new Error(`no list of ${className}`);
  const counted = await client.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    // The prototypes of derived classes are found too; they have no state.
    functionDeclaration: `function () {
      return this.filter((each) => !Object.hasOwn(each, 'constructor')).filter((each) => ${holds}).length;
    }`,
    returnByValue: true,
  });
  await client.send('Runtime.releaseObjectGroup', { objectGroup });
  if (typeof counted.result.value !== 'number') throw new Error(`${className} could not be counted`);
  return counted.result.value;
}
