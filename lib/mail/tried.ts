/** Hours in which a mail is tried, before it is a dead letter (RFC 5321 §4.5.4.1 asks for four to five days at most). */
export const TRIED_HOURS = 72;
