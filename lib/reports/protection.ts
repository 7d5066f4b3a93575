import { showInvisible } from "../policy/invisible";

/**
 * How the technical part of a report (steps 4 to 6) travels: readable over https, or as an OpenPGP message that the
 * reporter's browser made, or one that the reporter brings along. The portal cannot read the latter two.
 */
export const PROTECTIONS = ["https", "browser", "armoured"] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** What stands in for the title that an encrypted report keeps to itself (form.md §3). */
export const ENCRYPTED_TITLE = "Encrypted report";

/** The title as every list and page carries it: what hides or turns text around is shown by its number. */
export function titleShown({ title }: { title?: string | undefined }): string {
  return title === undefined || title === "" ? ENCRYPTED_TITLE : showInvisible(title);
}
