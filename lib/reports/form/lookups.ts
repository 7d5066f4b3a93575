import { localDay } from "@/lib/sla/local-day";
import { readVector } from "../../severity/score";
import { parseCwe, searchWeaknesses } from "../../weaknesses/catalogue";
import { cweId, cweNumber } from "../../weaknesses/cwe";
import type { Lookups } from "./formats";

/** What the server looks up while it judges answers: large lists and the day in the program's zone. */
export function formLookups(now: Date, zone: string): Lookups {
  return { today: localDay(now, zone).toString(), readVector, findWeakness };
}

const SUGGESTED_AT_MOST = 4;

/** One weakness by number or name; a word that fits several is answered with their numbers and names. */
function findWeakness(text: string): ReturnType<NonNullable<Lookups["findWeakness"]>> {
  const found = parseCwe(text);
  if (found.ok) return { ok: true, id: found.id };
  const near = cweNumber(text) === null ? searchWeaknesses(text, SUGGESTED_AT_MOST) : [];
  if (near.length === 0) return { ok: false, message: found.message };
  const listed = near.map(({ id, name }) => `${cweId(id)} (${name})`).join(", ");
  return { ok: false, message: `“${text}” could be ${listed}. Enter the number that fits` };
}
