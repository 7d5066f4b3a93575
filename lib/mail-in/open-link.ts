/** Days that the mailed link to a report that was sent by mail works. */
export const OPEN_LINK_DAYS = 14;
