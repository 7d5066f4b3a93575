/** Where a browser fetches the list of weaknesses from, and where a person reads it. */
export const WEAKNESS_LIST_ADDRESS = "/weaknesses/list.json";
export const WEAKNESS_PAGE = "/weaknesses";
