/** What a subscription or anything that opens returns; calling it twice is harmless. */
export type Dispose = () => void;
