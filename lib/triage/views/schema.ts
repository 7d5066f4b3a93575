import { z } from "zod";
import { cleanText } from "../../reports/text";
import { listParameters, parseListQuery } from "../list-query";
import { parametersOf } from "./built-in";

/** Code points of a view's name. */
const NAME_MAX = 60;

const name = z
  .string()
  .default("")
  .refine((text) => !/\p{C}/u.test(text), "Remove the character that cannot be shown")
  .transform(cleanText)
  .refine((text) => text !== "", "Give the list a name")
  .refine((text) => [...text].length <= NAME_MAX, `Keep the name to ${NAME_MAX} characters`);

const visibility = z.enum(["me", "team"], "Say who sees it");

/** A list's part of an address; written again from what was understood of it. */
const query = z
  .string()
  .max(4000)
  .transform((text) => listParameters(parseListQuery(parametersOf(text)).query).toString());

export const saveViewSchema = z.strictObject({ name, visibility, query });
export type SaveView = z.infer<typeof saveViewSchema>;

/** `known`: when the view was last changed, as the form was made. */
export const renameViewSchema = z.strictObject({ name, visibility, known: z.iso.datetime() });
export type RenameView = z.infer<typeof renameViewSchema>;

export const replaceViewSchema = z.strictObject({ query, known: z.iso.datetime() });
