export interface MosInput {
  readonly roundTripMs: number;
  readonly jitterMs: number;
  /** 0 to 100. */
  readonly lossPercent: number;
}

/**
 * Mean opinion score, 1 (unusable) to about 4.4, by the shortened E-model (ITU-T G.107) that is usual for WebRTC:
 * what delay, jitter and loss take away from the best rating of 94.768.
 */
export function estimateMos({ roundTripMs, jitterMs, lossPercent }: MosInput): number {
  const latency = roundTripMs + 2 * jitterMs + 10;
  const delayed = latency < 160 ? 94.768 - latency / 40 : 94.768 - (latency - 120) / 10;
  const rating = Math.min(100, delayed - 2.5 * lossPercent);
  if (rating < 0) return 1;
  return Math.max(1, 1 + 0.035 * rating + 0.000_007 * rating * (rating - 60) * (100 - rating));
}
