/** The two pages of the program and the one private scheme they are served on. */
export type PageName = 'desk' | 'phone';

export const pageNames = ['desk', 'phone'] as const satisfies readonly PageName[];
export const pageScheme = 'offhook';

/** Every page speaks on one channel of its own; there is no other. */
export const pageChannel = (page: PageName): string => `${pageScheme}:${page}`;
export const pageUrl = (page: PageName): string => `${pageScheme}://${page}/`;

/**
 * The first message of a freshly loaded page, sent by the preload when the page begins to listen. It opens the wire
 * of this load, so that nothing is sent before there is somebody to hear it. It never reaches the contract.
 */
export const pageHello = 'offhook:hello';
