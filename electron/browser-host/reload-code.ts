/** WebSocket close code of our own range (RFC 6455 section 7.4.2): the page is to load anew. */
export const reloadCode = 4_000;
