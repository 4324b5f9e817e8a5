/**
 * The peer connections of the page. Chromium makes no more than 500 and counts those that were closed until they are
 * collected (seen with 156: after 500 calls within a minute no further one could be taken).
 */
export interface PeerConnections {
  /** Throws if the browser makes none. */
  open(configuration: RTCConfiguration): RTCPeerConnection;
  /** Nothing more is to be expected of it; its handlers are the caller's to take off. */
  close(connection: RTCPeerConnection): void;
}

export interface PeerConnectionParts {
  create(configuration: RTCConfiguration): RTCPeerConnection;
  /** Runs it when the page has nothing else to do, within a second. */
  whenIdle(run: () => void): void;
  /** Gives the browser a reason to collect what nobody holds any more. */
  collect(): void;
}

/** A tenth of what Chromium makes. */
const collectEvery = 50;

export function createPeerConnections({ create, whenIdle, collect }: PeerConnectionParts): PeerConnections {
  let closed = 0;
  return {
    open: create,
    close(connection) {
      // One that is closed while an event of it waits for its turn is kept for ever by that event (156: every tenth of
      // those that were closed while they gathered). When the page is idle none waits.
      whenIdle(() => {
        connection.close();
        closed++;
        if (closed % collectEvery === 0) collect();
      });
    },
  };
}

const idleWithinMs = 1_000;

/**
 * Connections are small on the heap, so that the browser sees no reason to collect them. Memory outside of it that comes
 * and goes is one: V8 collects after 64 MB (156: each time with two, at most once with smaller ones). As nobody writes
 * into it the machine spends 1 to 5 ms and no memory.
 */
const pressureBytes = 64 * 1024 * 1024;

export const browserConnections = (): PeerConnections =>
  createPeerConnections({
    create: (configuration) => new RTCPeerConnection(configuration),
    whenIdle(run) {
      requestIdleCallback(run, { timeout: idleWithinMs });
    },
    collect() {
      // Not `new`, which the bundler takes away where nobody uses the result.
      for (let times = 0; times < 2; times++) Reflect.construct(ArrayBuffer, [pressureBytes]);
    },
  });
