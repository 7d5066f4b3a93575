import { z } from "zod";
import { emailSchema } from "../accounts/schema";
import { STAFF_ROLES } from "./roles";

const role = z.enum(STAFF_ROLES, "Select a role");

export const inviteSchema = emailSchema.extend({ role });

/** The roles that stay, and those that the page showed: an unticked one of these ends. `block`: none stays, and no sign-in. */
export const keepSchema = z
  .object({
    "keep[]": z.array(role).default([]),
    shown: z.string().max(200),
    block: z.literal("yes").optional(),
  })
  .superRefine((value, ctx) => {
    if (value.block && value["keep[]"].length > 0) {
      ctx.addIssue({ code: "custom", path: ["block"], message: "Untick every role first, or leave this unticked" });
    }
  })
  .transform(({ "keep[]": keep, shown, block }) => ({
    keep,
    shown: shown.split(" ").filter(Boolean),
    block: block === "yes",
  }));

/** What a page was bound with comes back from the browser and is checked again. */
export const programSchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
export const handleSchema = z.string().regex(/^[0-9a-f]{32}$/);
