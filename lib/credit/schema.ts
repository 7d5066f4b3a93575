import { z } from "zod";
import { parseEmailAddress } from "../accounts/email-address";
import { CREDIT_ROLES } from "./roles";
import { creditOrganisationProblem, creditTextProblem, creditUrlProblem } from "./text";

export const CREDIT_WISHES = ["name", "alias", "no", "later"] as const;

/** A display as it is stored. Reading never refuses: what may be printed is judged when it is written. */
export const creditDisplaySchema = z.object({ text: z.string(), organisation: z.string(), url: z.string() });
export type CreditDisplay = z.infer<typeof creditDisplaySchema>;

function judged(problemOf: (text: string) => string | null) {
  return z
    .string()
    .transform((text) => text.normalize("NFC").trim())
    .superRefine((text, context) => {
      const problem = problemOf(text);
      if (problem) context.addIssue({ code: "custom", message: problem });
    });
}

const display = {
  organisation: judged(creditOrganisationProblem).default(""),
  url: judged(creditUrlProblem).default(""),
};

/** A display as a person gives it; the text is empty where no name is to be printed. */
export const creditDisplayInputSchema = z.strictObject({
  text: judged((text) => (text === "" ? null : creditTextProblem(text))),
  ...display,
});

export const creditRolesSchema = z
  .array(z.enum(CREDIT_ROLES, { error: "Select a role from the list" }))
  .min(1, "Select at least one role")
  .transform((roles) => CREDIT_ROLES.filter((role) => roles.includes(role)));

/** Everything that is printed of one credited party. */
export const creditSchema = z.strictObject({
  text: judged(creditTextProblem),
  ...display,
  roles: creditRolesSchema,
});
export type Credit = z.output<typeof creditSchema>;
export type CreditInput = z.input<typeof creditSchema>;

/** The party's answer to the line as shown. */
export const consentSchema = z.strictObject({
  consent: z.enum(["given", "declined"], { error: "Press one of the buttons" }),
});

/** Somebody beside the reporter, as the form that names them sends it. */
export const namedPersonSchema = z
  .strictObject({
    text: judged(creditTextProblem),
    ...display,
    role: z.enum(CREDIT_ROLES, { error: "Select a role from the list" }),
    email: z.string().transform((typed, context) => {
      const address = parseEmailAddress(typed);
      if (address) return address;
      context.addIssue({ code: "custom", message: "Enter an e-mail address like name@example.org" });
      return z.NEVER;
    }),
  })
  .transform(({ role, ...person }) => ({ ...person, roles: [role] as string[] }));
export type NamedPerson = z.output<typeof namedPersonSchema>;

/** A researcher's stored default: the wish and the display it comes with. */
export const defaultCreditSchema = z.object({ wish: z.enum(CREDIT_WISHES), display: creditDisplaySchema });
export type DefaultCredit = z.infer<typeof defaultCreditSchema>;

/** No role sent means: leave the roles as they are. */
const roleInput = z
  .enum(CREDIT_ROLES, { error: "Select a role from the list" })
  .or(z.literal(""))
  .default("")
  .transform((role) => (role === "" ? undefined : [role]));

/** A wish as its form sends it. What a wish without a name leaves in the other fields is not looked at. */
export const creditWishSchema = z
  .discriminatedUnion(
    "wish",
    [
      z.strictObject({ wish: z.enum(["name", "alias"]), text: judged(creditTextProblem), ...display, role: roleInput }),
      z.object({ wish: z.enum(["no", "later"]) }),
    ],
    { error: "Select how you want to be credited" },
  )
  .transform((input) => {
    if (!("text" in input)) return { wish: input.wish, display: NO_DISPLAY, roles: undefined };
    const { wish, text, organisation, url, role } = input;
    return { wish, display: { text, organisation, url }, roles: role };
  });
export type CreditWish = z.output<typeof creditWishSchema>;

const NO_DISPLAY: CreditDisplay = { text: "", organisation: "", url: "" };
