import { z } from "zod";
import { creditPlace } from "../reports/places";
import { type DataKey, openJson, sealJson } from "../vault/seal";
import { type CreditDisplay, creditDisplaySchema } from "./schema";

/** What a party themselves last wished to be printed, and in which roles. */
const wishedSchema = creditDisplaySchema.extend({ roles: z.array(z.string()) });
export type WishedCredit = z.infer<typeof wishedSchema>;

/** The wish as it is kept beside the line; null where it names nobody. */
export function sealWished(
  key: DataKey,
  reportId: string,
  creditId: string,
  wish: string,
  wished: CreditDisplay & { roles: string[] },
): Buffer | null {
  if ((wish !== "name" && wish !== "alias") || wished.text === "") return null;
  return sealJson(key, creditPlace(reportId, creditId, "wished_sealed"), wished);
}

export function openWished(key: DataKey, reportId: string, creditId: string, sealed: Buffer): WishedCredit {
  return wishedSchema.parse(openJson(key, creditPlace(reportId, creditId, "wished_sealed"), sealed));
}
