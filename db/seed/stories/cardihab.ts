import type { Database } from "@/db/client";
import type { PolicyDocument } from "@/lib/policy/schema";
import { usualAnswers } from "../answers";
import { type Cast, Telling } from "../telling";

/** The program's policy is dated when the demonstration loads, so its stories are of the same day. */
export async function tellCardihabStories(
  db: Database,
  { a, b }: Record<"a" | "b", Cast>,
  policy: PolicyDocument,
  now: Date,
): Promise<void> {
  const told = (cast: Cast) => new Telling(db, cast, policy, now);
  const one = { ...usualAnswers, onlyOne: "yes" };

  await told(b).sent(1, {
    ...one,
    contactName: "quietmoth",
    productId: "mobile-app",
    platform: "android",
    productVersion: "5.12.0",
    platformVersion: "Android 16",
    environment: "own",
    title: "Exercise log readable by other apps on the device",
    details:
      "The export of the exercise log is written to shared storage with world-readable rights. Any installed app with storage permission can read the patient's history.",
    scenario: "A second app on the same phone, without root.",
    impact: "Dates, heart rates and notes of one patient.",
    severity: "medium",
  });

  const checking = await told(a).sent(5, {
    ...one,
    contactName: "Ada Okafor",
    productId: "server-or-api",
    platform: "api",
    serverVersion: "2026.10",
    environment: "live",
    title: "Invitation codes of care teams can be guessed",
    details:
      "An invitation code has six digits and the join endpoint answers without a limit. I tried ten wrong codes against my own test team only, and all were answered at once.",
    scenario: "Anybody on the internet, without an account.",
    impact: "Joining a care team as a clinician.",
    cweChoice: "yes",
    cweIds: ["307"],
    severity: "high",
  });
  await checking.says(3, "triager", "Thank you for trying this on your own team only. We are looking at it now.");
  await checking.move(2.5, "triager", { move: "start_checking" });

  const asked = await told(b).sent(6, {
    ...one,
    contactName: "quietmoth",
    productId: "website",
    platform: "web",
    environment: "live",
    outOfScope: ["cookie-handling"],
    scopeRationale: "The cookie lets a script of another subdomain read the clinician's session.",
    title: "Session cookie is sent to all subdomains",
    details:
      "The session cookie is set for the whole domain. A page on the marketing subdomain can therefore send requests as the signed-in clinician.",
    severity: "medium",
  });
  await asked.move(4, "triager", { move: "start_checking" });
  await asked.move(3.5, "triager", {
    move: "ask_for_information",
    text: "Which subdomain did you use for the test, and was it one that we run ourselves?",
  });
}
