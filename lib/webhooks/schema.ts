import { z } from "zod";
import { WEBHOOK_EVENTS } from "./vocabulary";

const version = z.coerce.number({ error: "Load the page again" }).int().positive();

const events = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.enum(WEBHOOK_EVENTS)).min(1, "Choose at least one event"),
);

export const endpointSchema = z.object({
  url: z.string({ error: "Enter an https address" }).trim().min(1, "Enter an https address"),
  "events[]": events,
});
export const changedEndpointSchema = endpointSchema.extend({ version });
export const versionSchema = z.object({ version });
export const removedEndpointSchema = versionSchema.extend({
  confirmed: z.literal("yes", { error: "Confirm that nothing more is sent there" }),
});
export const replaySchema = z.object({ message: z.string().regex(/^msg_[\w-]{24}$/, "Load the page again") });
