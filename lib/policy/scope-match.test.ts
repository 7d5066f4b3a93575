import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { matchExclusions } from "./scope-match";

const cardihab = cardihabPolicy("2026-01-01");
const ids = (matches: ReturnType<typeof matchExclusions>) => matches.map((match) => match.exclusion.id);

describe("matchExclusions", () => {
  test("cites the clause of what was ticked", () => {
    const [match] = matchExclusions(smileDigitalHealthPolicy, { ticked: ["physical-testing", "unknown"] });
    expect(match).toMatchObject({
      exclusion: { id: "physical-testing", clause: "1.2" },
      ticked: true,
      cwe: [],
      words: [],
    });
  });

  test("finds a weakness by its number and says which", () => {
    const matches = matchExclusions(cardihab, { cwe: [1004, 79] });
    expect(ids(matches)).toEqual(["cookie-handling"]);
    expect(matches[0]?.cwe).toEqual([1004]);
  });

  test("finds words whole, whatever their case and spacing", () => {
    expect(ids(matchExclusions(cardihab, { text: "The DMARC record is missing" }))).toEqual(["email-spoofing"]);
    expect(ids(matchExclusions(cardihab, { text: "a Man-in-the-Middle\ncan read it" }))).toEqual([
      "mitm-or-physical-access",
    ]);
    expect(ids(matchExclusions(cardihab, { text: "spamming" }))).toEqual([]);
    expect(ids(matchExclusions(smileDigitalHealthPolicy, { text: "Ｄenial  of  service" }))).toEqual([
      "denial-of-service",
    ]);
  });

  test("an ordinary report hits nothing", () => {
    const text = "Stored XSS in the patient search of the web console lets one tenant run script as another.";
    for (const document of [cardihab, smileDigitalHealthPolicy])
      expect(matchExclusions(document, { text, cwe: [79] })).toEqual([]);
  });
});
