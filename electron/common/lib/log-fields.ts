/** What a log line may carry besides its event name. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
