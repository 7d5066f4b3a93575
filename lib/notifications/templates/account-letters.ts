import type { MailParams } from "./catalogue";
import { type Letter, link, list, paragraph } from "./letter";

type Mail<T extends keyof MailParams> = (params: MailParams[T], origin: string) => Letter;

const notYou = paragraph(
  "If this was not you, you need not do anything. Nobody can use your address without this mail.",
);
const alarm = (origin: string) => [
  paragraph("If this was not you, set a new password now. It ends every session."),
  link("Set a new password", `${origin}/forgot-password`),
];

export const verifyEmail: Mail<"verify_email"> = ({ path }, origin) => ({
  subject: "Confirm your e-mail address",
  blocks: [
    paragraph("Somebody opened an account with this address. Confirm it to use the account."),
    link("Confirm the address", `${origin}${path}`),
    paragraph("The link works once, for 48 hours. A newer mail replaces it."),
    notYou,
  ],
});

export const addressAlreadyKnown: Mail<"address_already_known"> = (_params, origin) => ({
  subject: "You have an account already",
  blocks: [
    paragraph("Somebody tried to open an account with this address, which has one already. Nothing was changed."),
    link("Sign in", `${origin}/sign-in`),
    link("Set a new password, if you forgot it", `${origin}/forgot-password`),
    paragraph("If this was not you, you need not do anything."),
  ],
});

export const resetPassword: Mail<"reset_password"> = ({ path }, origin) => ({
  subject: "Set a new password",
  blocks: [
    paragraph("Somebody asked for a new password for the account with this address."),
    link("Set a new password", `${origin}${path}`),
    paragraph("The link works once, for one hour. A newer mail replaces it. A second factor is still asked for."),
    paragraph("If this was not you, you need not do anything. Your password stays as it is."),
  ],
});

export const passwordChanged: Mail<"password_changed"> = (_params, origin) => ({
  subject: "Your password was changed",
  blocks: [paragraph("The password of your account was changed and every session was ended."), ...alarm(origin)],
});

export const secondFactorAdded: Mail<"second_factor_added"> = (_params, origin) => ({
  subject: "A second factor was added to your account",
  blocks: [paragraph("From now on, signing in also asks for a code of your authenticator app."), ...alarm(origin)],
});

export const roleName = (role: string) => role.replaceAll("_", " ");

export const invitation: Mail<"invitation"> = ({ path, programSlug, role }, origin) => ({
  subject: "You are invited to a disclosure program",
  blocks: [
    paragraph("You are invited to work on reports of vulnerabilities:"),
    list([`Program: ${programSlug}`, `Role: ${roleName(role)}`]),
    link("See the invitation", `${origin}${path}`),
    paragraph("The link works once, for 72 hours, and only for this address."),
  ],
});
