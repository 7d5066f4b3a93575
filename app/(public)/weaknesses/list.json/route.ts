import { weaknesses } from "@/lib/weaknesses/catalogue";
import { writeListed } from "@/lib/weaknesses/listed";
import { cacheable } from "../../programs/[program]/cacheable";

let text: string | undefined;

/** The list that the form's combobox searches in the browser. */
export function GET(request: Request): Response {
  text ??= writeListed(weaknesses());
  return cacheable(request, { text, type: "application/json" });
}
