import { z } from "zod";
import { CHOSEN_EVENTS, type Choices, WAYS } from "./choices";

/** The name of the box that says whether an event comes into the inbox. */
export const inboxField = (event: string) => `${event}.inbox`;

const way = z.enum(WAYS, { error: "Select how you want to hear of it" }).optional();
/** A box that is ticked or absent. */
const ticked = z.literal("yes").optional();

/** One choice for each event of the form; an event that is not there is left as it is. */
export const choicesSchema = z
  .strictObject({
    ...Object.fromEntries(CHOSEN_EVENTS.map((event) => [event, way])),
    ...Object.fromEntries(CHOSEN_EVENTS.map((event) => [inboxField(event), ticked])),
  })
  .transform((typed): Choices => {
    const values: Record<string, unknown> = typed;
    return Object.fromEntries(
      CHOSEN_EVENTS.flatMap((event) => {
        const chosen = WAYS.find((known) => known === values[event]);
        return chosen ? [[event, { way: chosen, inbox: values[inboxField(event)] === "yes" }]] : [];
      }),
    );
  });
