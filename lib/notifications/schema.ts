import { z } from "zod";
import { CHOSEN_EVENTS, type Choices, type ChosenEvent, WAYS } from "./choices";

/** One choice for each event of the form; an event that is not there is left as it is. */
export const choicesSchema: z.ZodType<Choices> = z.strictObject(
  Object.fromEntries(
    CHOSEN_EVENTS.map((event) => [event, z.enum(WAYS, { error: "Select how you want to hear of it" }).optional()]),
  ) as Record<ChosenEvent, z.ZodOptional<z.ZodEnum<{ mail: "mail"; digest: "digest"; none: "none" }>>>,
);
