import { describe, expect, it } from "vitest";
import { ontarioCalendar } from "@/db/seed/calendars/ontario";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { judge } from "./judge";
import { formLookups } from "./lookups";
import { promisesAt } from "./promises";
import { stepForm } from "./report-form";

const lookups = formLookups(new Date("2026-11-23T03:00:00Z"), "America/Toronto");

function details(cweIds: string) {
  const { fields } = stepForm(smileDigitalHealthPolicy, "details");
  const raw = { title: "SQL injection in /export", details: "x".repeat(50), cweChoice: "yes", cweIds };
  return judge(fields, raw, lookups);
}

describe("what the server looks up", () => {
  it("knows the day where the program is", () => {
    expect(lookups.today).toBe("2026-11-22");
  });

  it("takes a weakness by number or name and stores its id", () => {
    expect(details("89\nCross-site scripting").answers.cweIds).toEqual(["CWE-89", "CWE-79"]);
  });

  it("refuses a number that no list knows", () => {
    const [problem] = details("CWE-99999").problems;
    expect(problem?.field).toBe("cweIds");
    expect(problem?.message).toMatch(/^CWE-99999 isn.t in the list$/);
  });

  it("answers a word with the weaknesses that it could mean", () => {
    expect(details("authentication").problems[0]?.message).toMatch(/^“authentication” could be CWE-\d+ \(.+\)/);
  });

  it("asks which is meant when vector and severity differ", () => {
    const { fields } = stepForm(smileDigitalHealthPolicy, "impact");
    const cvss = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    expect(judge(fields, { severity: "low", cvss }, lookups).problems).toEqual([
      { field: "severity", message: "Your vector scores 9.8, which is critical. Change one of the two" },
    ]);
    expect(judge(fields, { severity: "critical", cvss }, lookups).problems).toEqual([]);
  });
});

describe("the promises about a report sent now", () => {
  it("come from the policy, with their dates", () => {
    const sentences = promisesAt(smileDigitalHealthPolicy, ontarioCalendar, new Date("2025-06-27T20:00:00Z"));
    expect(sentences).toHaveLength(2);
    expect(sentences[0]).toContain("Wed 2 Jul 2025");
    expect(sentences[0]).toContain("2 business days");
    expect(sentences[1]).toContain("4 Jul");
  });
});
