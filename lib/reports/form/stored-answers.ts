import { z } from "zod";
import { type Answers, LIST_ANSWERS, SINGLE_ANSWERS } from "./answers";

/** The shape of a draft's stored answers. A blank answer is "" or []: its step was seen. */
export const storedAnswersSchema: z.ZodType<Answers> = z.strictObject({
  ...shape(SINGLE_ANSWERS, z.string().optional()),
  ...shape(LIST_ANSWERS, z.array(z.string()).optional()),
});

function shape<K extends string, S extends z.ZodType>(keys: readonly K[], schema: S): Record<K, S> {
  return Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>;
}
