import { ROLES } from "@/db/schema";
import { parseEmailAddress } from "@/lib/accounts/email-address";
import { inviteStaff } from "@/lib/accounts/mutations/invite-staff";
import { PortalError } from "@/lib/errors";
import { type Command, positional, textOption, UsageError } from "../command";

export const staffInvite: Command = {
  name: "staff invite",
  usage: "staff invite EMAIL --program SLUG --role ROLE",
  summary: `Invite somebody; ROLE is one of ${ROLES.join(", ")}`,
  options: { program: { type: "string" }, role: { type: "string" } },
  run: async (args, { ctx, environment }) => {
    const asked = textOption(args, "role");
    const role = ROLES.find((known) => known === asked);
    if (!role) throw new UsageError(`--role must be one of ${ROLES.join(", ")}`);
    const email = parseEmailAddress(positional(args, 0, "EMAIL"));
    if (!email) throw new UsageError("EMAIL must be one address");
    const programSlug = textOption(args, "program");
    const { path } = await inviteStaff(ctx, { email, programSlug, role }).catch((error: unknown) => {
      if (error instanceof PortalError && error.code === "NOT_FOUND")
        throw new UsageError(`There is no program ${programSlug}.`);
      throw error;
    });
    const link = `${environment.APP_URL}${path}`;
    return { code: 0, json: { link }, text: link };
  },
};
