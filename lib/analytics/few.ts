/** Of fewer than this nothing but the count is said: a share of three reports speaks of three people (desk.md §11). */
export const SHOWN_FROM = 5;
