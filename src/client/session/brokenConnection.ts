/**
 * The close code of a connection that broke without a close frame (RFC 6455 section 7.1.5), or could not be made. Apart
 * from closeMeaning.ts, because the page needs it before it needs a session.
 */
export const brokenConnection = 1006
