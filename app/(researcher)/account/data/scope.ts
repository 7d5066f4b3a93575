/** Of the form that deletes: another one on its page asks for the password too. */
export const DELETE_SCOPE = "delete";
