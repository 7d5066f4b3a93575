import { ring } from "../vault/ring";
import { openJson, unwrapKey } from "../vault/seal";
import { answersPlace } from "./places";
import { readGivenKey } from "./salted";

/** The armoured OpenPGP key that came with a report, for mails about it; null where none did. */
export function keyOfReporter(report: { id: string; dataKey: Buffer; answersSealed: Buffer }): string | null {
  const key = unwrapKey(ring(), report.dataKey, report.id);
  return readGivenKey(openJson(key, answersPlace(report.id), report.answersSealed));
}
