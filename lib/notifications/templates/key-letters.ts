import type { MailParams } from "./catalogue";
import { type Letter, link, paragraph } from "./letter";

type Mail<T extends keyof MailParams> = (params: MailParams[T], origin: string) => Letter;

const CHANGES: Record<MailParams["key_changed"]["change"], string> = {
  added: "An OpenPGP key was added to your account. From now on our mails to you are encrypted to it.",
  replaced: "The OpenPGP key of your account was replaced. From now on our mails to you are encrypted to the new one.",
  removed: "The OpenPGP key of your account was removed. From now on our mails to you are no longer encrypted.",
};

export const keyChanged: Mail<"key_changed"> = ({ change }, origin) => ({
  subject: "The key of your account changed",
  blocks: [
    paragraph(CHANGES[change]),
    link("Look at your key", `${origin}/account/pgp`),
    paragraph("If this was not you, set a new password now. It ends every session."),
    link("Set a new password", `${origin}/forgot-password`),
  ],
});

export const keyTest: Mail<"key_test"> = (_params, origin) => ({
  subject: "A test of your key",
  blocks: [
    paragraph("You can read this, so your key works: this is how our mails to you will arrive."),
    link("Your key", `${origin}/account/pgp`),
  ],
});

export const keyFailed: Mail<"key_failed"> = ({ guest }, origin) => ({
  subject: "A mail could not be encrypted",
  blocks: [
    paragraph(
      "There is news for you on the portal. We did not send it by mail, because it could not be encrypted to your key: the key has expired, or something is wrong with it. Nothing is ever sent without encryption to somebody who asked for it.",
    ),
    ...(guest
      ? [
          link("Follow your report", `${origin}/track`),
          paragraph(
            "It asks for the reference and the receipt code. As long as the key cannot be used, look there from time to time.",
          ),
          link("A draft that you have not sent", `${origin}/report`),
        ]
      : [link("Look at your key", `${origin}/account/pgp`), link("Your reports", `${origin}/reports`)]),
  ],
});

export const programKeyEnding: Mail<"program_key_ending"> = ({ programSlug, daysLeft }, origin) => ({
  subject: "The PGP key of your program comes to its end",
  blocks: [
    paragraph(
      `The key that reports to ${programSlug} are encrypted to ends in ${daysLeft} ${daysLeft === 1 ? "day" : "days"}. In its last 14 days the form no longer offers encryption, and with an expired key no policy can be published.`,
    ),
    link("Extend or replace it", `${origin}/staff/settings/keys?program=${programSlug}`),
  ],
});
