import { z } from "zod";
import { parseEmailAddress } from "./email-address";
import { passwordProblem } from "./password-rule";

const email = z.string("Enter an e-mail address").transform((value, ctx) => {
  const address = parseEmailAddress(value);
  if (address !== null) return address;
  const message = value.trim() === "" ? "Enter an e-mail address" : "Enter an e-mail address like name@example.org";
  ctx.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** One line of free text: no control characters, NFC. */
const line = (max: number, tooLong: string) =>
  z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .refine((value) => [...value].length <= max, tooLong)
    .refine((value) => !/[\p{Cc}\p{Surrogate}]/u.test(value), "Use letters, numbers and signs only");

/** What makes one name read like another: overrides of direction, and characters of no width but those of scripts. */
const DISGUISES = /[\u200B\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;

const displayName = line(80, "Name must be 80 characters or fewer")
  .refine((value) => value !== "", "Enter a name")
  .refine((value) => !DISGUISES.test(value), "Remove the invisible characters");
const token = z.string().max(100).catch("");
const typedPassword = z.string().max(1000).catch("");

function refusePassword(
  value: { password: string; email?: string; displayName?: string },
  ctx: z.core.$RefinementCtx,
): void {
  const problem = value.password === "" ? "Enter a password" : passwordProblem(value.password, value);
  if (problem) ctx.addIssue({ code: "custom", path: ["password"], message: problem });
}

export const signUpSchema = z.object({ displayName, email, password: typedPassword }).superRefine(refusePassword);
export const signInSchema = z.object({ email: z.string().max(1000).catch(""), password: typedPassword });
export const passwordSchema = z.object({ password: typedPassword });
export const deletionSchema = z.object({
  password: typedPassword,
  sure: z.literal("yes", { error: "Tick that you know that it cannot be called off" }),
});
export const emailSchema = z.object({ email });
export const tokenSchema = z.object({ token });
export const resetPasswordSchema = z.object({ token, password: typedPassword }).superRefine(refusePassword);
export const acceptInvitationSchema = z
  .object({ token, displayName, password: typedPassword })
  .superRefine(refusePassword);
export const codeSchema = z.object({
  code: z
    .string()
    .max(100)
    .transform((value) => value.trim())
    .refine((value) => value !== "", "Enter the code"),
});
/** What StepUpFields send: a code, or the demonstration's word that it was given. */
export const stepUpSchema = z.discriminatedUnion("stepUp", [
  z.object({ stepUp: z.literal("code"), code: codeSchema.shape.code }),
  z.object({ stepUp: z.literal("demonstration") }),
]);
export const profileSchema = z.object({
  displayName,
  group: line(120, "Group must be 120 characters or fewer"),
  title: line(120, "Title must be 120 characters or fewer"),
});
export const storedProfileSchema = z.object({
  displayName: z.string(),
  group: z.string().default(""),
  title: z.string().default(""),
});
export const accountKeySchema = z.object({
  armored: z.string().trim().min(1, "Paste a public key block").max(200_000, "This is longer than 100 kB"),
  password: typedPassword,
});
export const keyRemovalSchema = z.object({
  confirmed: z.literal("yes", { error: "Tick the box to confirm" }),
  password: typedPassword,
});
export const emptySchema = z.object({});
export const sessionHandleSchema = z.object({ handle: z.string().regex(/^[0-9a-f]{16}$/) });
