/** Of the form that removes the key: the one that replaces it asks for the password too. */
export const REMOVE_SCOPE = "remove";
