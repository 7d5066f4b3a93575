import { z } from "zod";
import { refusalSchema } from "./program-events";

const uuid = z.uuid();

export const systemEventSchema = z.discriminatedUnion("type", [
  /** Of somebody who works for no program. */
  refusalSchema,
  z.strictObject({ type: z.literal("account.created"), accountId: uuid }),
  z.strictObject({ type: z.literal("account.confirmed"), accountId: uuid }),
  z.strictObject({ type: z.literal("account.password_changed"), accountId: uuid }),
  /** Kept out of the portal, or let in again, by an administrator of the programs it had roles in. */
  z.strictObject({ type: z.literal("account.deactivated"), accountId: uuid }),
  z.strictObject({ type: z.literal("account.reactivated"), accountId: uuid }),
  /** By its holder: who it was is gone, and reports go on naming its id. */
  z.strictObject({ type: z.literal("account.deleted"), accountId: uuid }),
  z.strictObject({ type: z.literal("account.factor_added"), accountId: uuid, factor: z.enum(["totp"]) }),
  z.strictObject({
    type: z.literal("account.key_changed"),
    accountId: uuid,
    change: z.enum(["added", "replaced", "removed"]),
  }),
  z.strictObject({ type: z.literal("account.recovery_code_used"), accountId: uuid }),
  z.strictObject({ type: z.literal("session.started"), accountId: uuid }),
  z.strictObject({ type: z.literal("session.stepped_up"), accountId: uuid }),
  z.strictObject({ type: z.literal("session.ended"), accountId: uuid, count: z.int().nonnegative() }),
  z.strictObject({ type: z.literal("receipt_key.created"), kid: z.string() }),
  z.strictObject({ type: z.literal("receipt_key.retired"), kid: z.string() }),
]);
export type SystemEvent = z.infer<typeof systemEventSchema>;
