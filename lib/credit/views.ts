import { creditPlace } from "../reports/places";
import type { CreditView } from "../reports/types";
import { type DataKey, openJson, openText } from "../vault/seal";
import { creditHandle } from "./handle";
import { creditLine } from "./line";
import { creditDisplaySchema } from "./schema";

/** A credit row as JSON gives it; sealed columns in base64. */
export type StoredCredit = {
  id: string;
  accountId: string | null;
  ofGuest: boolean;
  wish: CreditView["wish"];
  roles: string[];
  display: string;
  consent: CreditView["consent"];
  consentAt: string | null;
  agreed: string | null;
  version: number;
  inviteHash: string | null;
};

export function creditViews(
  rows: readonly StoredCredit[],
  reportId: string,
  key: DataKey,
  isMine: (credit: StoredCredit) => boolean,
): CreditView[] {
  return rows.map((row) => {
    const sealed = (base64: string) => Buffer.from(base64, "base64");
    const display = creditDisplaySchema.parse(
      openJson(key, creditPlace(reportId, row.id, "display_sealed"), sealed(row.display)),
    );
    return {
      id: row.id,
      wish: row.wish,
      ...display,
      roles: row.roles,
      line: creditLine({ ...display, roles: row.roles }),
      consent: row.consent,
      consentAt: row.consentAt === null ? null : new Date(row.consentAt).toISOString(),
      agreedLine:
        row.agreed === null ? null : openText(key, creditPlace(reportId, row.id, "agreed_sealed"), sealed(row.agreed)),
      version: row.version,
      mine: isMine(row),
      named: row.inviteHash !== null,
      handle: creditHandle(row.id),
    };
  });
}
