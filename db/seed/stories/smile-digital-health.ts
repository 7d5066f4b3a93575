import type { Database } from "@/db/client";
import { answerCredit, settleCredit } from "@/lib/credit/mutations";
import { decidePriority } from "@/lib/handling/mutations/decide";
import { setTags, setVersions } from "@/lib/handling/mutations/describe";
import { addLink } from "@/lib/handling/mutations/link";
import type { PolicyDocument } from "@/lib/policy/schema";
import { getReporterReport } from "@/lib/reports/queries";
import { usualAnswers } from "../answers";
import { type Cast, Telling } from "../telling";

const DAY = 24;

/**
 * One report in every state. Times are hours before now, so that whatever the day is one clock runs,
 * one stands still and one is breached.
 */
export async function tellSmileStories(
  db: Database,
  { a, b }: Record<"a" | "b", Cast>,
  policy: PolicyDocument,
  now: Date,
): Promise<void> {
  const told = (cast: Cast) => new Telling(db, cast, policy, now);
  const byAda = { ...usualAnswers, contactName: "Ada Okafor", creditWish: "name", creditText: "Ada Okafor" };
  const byMoth = { ...usualAnswers, contactName: "quietmoth", creditWish: "alias", creditText: "quietmoth" };

  await told(a).sent(2, {
    ...byAda,
    productId: "hapi-fhir",
    platform: "library",
    productVersion: "8.4.0",
    component: "hapi-fhir-jpaserver-base, search parameter parser",
    title: "ReDoS in :text search modifier on Patient",
    summary: "A crafted :text value makes one search request occupy a worker thread for minutes.",
    cweChoice: "yes",
    cweIds: ["CWE-1333"],
    details:
      "The `:text` modifier is translated into a regular expression before it reaches the index. Nested quantifiers in the value are not escaped, so a 40-character value backtracks exponentially.\n\nI saw it on my own install with the default configuration; one request keeps a core busy for about four minutes.",
    steps:
      "1. Start the JPA starter with one Patient.\n2. Send `GET /fhir/Patient?name:text=(a%2B)%2B$` with 30 trailing `a`.\n3. Watch the thread.",
    poc: "curl -s 'http://localhost:8080/fhir/Patient?name:text=%28a%2B%29%2B%24aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%21'",
    scenario: "Anybody who may search can send it.",
    impact: "A handful of requests stops the server from answering.",
    cvss: "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N",
    proposedResolution: "Quote the value with Pattern.quote before building the expression.",
  });

  await told(b).sent(9 * DAY, {
    ...byMoth,
    productId: "cms-suite",
    platform: "web",
    productVersionUnknown: "yes",
    environment: "test",
    title: "Stored cross-site scripting in provider notes",
    summary: "Text of a provider note is shown to other users without encoding.",
    cweChoice: "yes",
    cweIds: ["CWE-79"],
    details:
      "A note saved with an `onerror` handler in an image tag runs when another user of the same organisation opens the record. The editor removes `<script>` but not event handlers.",
    steps:
      "1. Open a test record.\n2. Save a note with an image tag and an event handler.\n3. Open the record as a second user.",
    severity: "medium",
  });

  await (
    await (
      await told(a).sent(3 * DAY, {
        ...byAda,
        productId: "health-data-platform",
        platform: "api",
        productVersion: "2026.05",
        environment: "live",
        title: "Bulk export status URL readable without a token",
        details:
          "The status address of a `$export` job answers 202 and its progress header to a request without any bearer token. The manifest itself is protected; the name of the job and its timing are not.",
        severity: "low",
      })
    ).move(2.6 * DAY, "triager", { move: "acknowledge" })
  ).notes(2.5 * DAY, "triager", "Same gateway rule as the July finding? Ask platform before answering.");

  const checking = await told(b).sent(4 * DAY, {
    ...byMoth,
    productId: "appsphere",
    platform: "web",
    environment: "live",
    title: "Open redirect after consent screen of registered apps",
    details:
      "After the consent screen the `redirect_uri` is compared by prefix. A registered address `https://app.example/cb` also accepts `https://app.example/cb.evil.example`, so the code can be sent elsewhere.",
    cweChoice: "yes",
    cweIds: ["601"],
    cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N",
  });
  await checking.move(3.5 * DAY, "triager", { move: "start_checking" });
  await checking.says(
    3.4 * DAY,
    "triager",
    "Thank you. I am reproducing this now and will write again when I know which client registrations are affected.",
  );

  const asked = await told(a).sent(11 * DAY, {
    ...byAda,
    productId: "payer-to-payer",
    platform: "api",
    environment: "test",
    title: "Member match answers differ for unknown members",
    details:
      "`$member-match` answers 422 for a member who exists elsewhere and 404 for one who does not exist at all, which lets a participant find out who is insured with whom.",
    impact: "Membership of a person with a payer can be learned.",
    severity: "medium",
  });
  await asked.move(10.5 * DAY, "triager", { move: "start_checking" });
  await asked.move(8 * DAY, "triager", {
    move: "ask_for_information",
    text: "Which of the two test tenants did you use, and did both requests carry the same consent reference? With that we can compare the two answers in our logs.",
  });

  const confirmed = await told(b).sent(15 * DAY, {
    ...byMoth,
    productId: "master-data-management",
    platform: "server",
    environment: "own",
    productVersion: "7.8",
    title: "SQL injection in match rule preview",
    details:
      "The preview of a match rule concatenates the field name into the statement. With the role that may edit rules, a field name such as `name) union select …` returns rows of other tables.",
    cweChoice: "yes",
    cweIds: ["CWE-89"],
    cvss: "CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
    proposedResolution: "Allow-list the field names against the model.",
  });
  await confirmed.says(
    14.5 * DAY,
    "triager",
    "We have your report and a test system with the same version. More by the end of the week.",
  );
  await confirmed.move(14 * DAY, "triager", { move: "start_checking" });
  await confirmed.move(11 * DAY, "triager", {
    move: "validate",
    vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N",
    cwe: "CWE-89",
  });

  const inProgress = await told(a).sent(26 * DAY, {
    ...byAda,
    productId: "hapi-fhir",
    platform: "library",
    productVersion: "8.2.1",
    title: "XML external entities resolved by the validator",
    details:
      "The validator's XML parser resolves external entities when a resource is validated from a string. A resource that names a local file in a DOCTYPE returns its content inside the operation outcome.",
    cweChoice: "yes",
    cweIds: ["611"],
    severity: "high",
  });
  await inProgress.move(25.5 * DAY, "triager", { move: "start_checking" });
  await inProgress.says(
    25 * DAY,
    "triager",
    "Reproduced with 8.2.1. We are looking at which entry points are affected.",
  );
  await inProgress.move(22 * DAY, "triager", {
    move: "validate",
    vector: "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:L",
    cwe: "611",
  });
  await inProgress.does(22 * DAY - 1, "triager", async (ctx, reference) => {
    await setTags(ctx, reference, { revision: 1, tags: ["parser", "patch-release"] });
    await decidePriority(ctx, reference, {
      revision: 2,
      exploitation: "P",
      utility: "E",
      technicalImpact: "P",
      publicSafetyImpact: null,
    });
    await setVersions(ctx, reference, { revision: 3, affected: ["8.0.0 – 8.2.1"], fixed: [] });
    await addLink(ctx, reference, { target: "PORT-588", label: "" });
  });
  await inProgress.move(21 * DAY, "coordinator", { move: "accept" });
  await inProgress.says(
    8 * DAY,
    "coordinator",
    "The fix is written and in review. We plan it for the next patch release.",
  );

  const later = await told(b).sent(40 * DAY, {
    ...byMoth,
    productId: "dqm",
    platform: "web",
    title: "Measure upload accepts oversized libraries",
    details:
      "A measure bundle of several hundred megabytes is accepted and parsed in memory before its size is judged. A user with the upload role can exhaust the memory of one worker.",
    severity: "low",
  });
  await later.move(39 * DAY, "triager", { move: "start_checking" });
  await later.move(36 * DAY, "triager", { move: "validate", severity: "low", cwe: "770" });
  await later.move(35 * DAY, "coordinator", {
    move: "defer",
    reason: "Needs the new upload service, planned for the first quarter.",
  });
  await later.says(
    35 * DAY - 1,
    "coordinator",
    "We confirmed this. The fix belongs to an upload service that we are replacing, so it comes with that release. We will write when it has a date.",
  );

  const fixReady = await told(a).sent(45 * DAY, {
    ...byAda,
    productId: "prior-authorization",
    platform: "web",
    environment: "test",
    title: "Session survives sign-out in a second tab",
    details:
      "Signing out in one tab ends the session there, but a second tab keeps a token that stays valid for up to an hour and can still load authorisation requests.",
    cweChoice: "yes",
    cweIds: ["CWE-613"],
    severity: "medium",
  });
  await fixReady.move(44 * DAY, "triager", { move: "start_checking" });
  await fixReady.move(41 * DAY, "triager", { move: "validate", severity: "medium", cwe: "CWE-613" });
  await fixReady.move(40 * DAY, "coordinator", { move: "accept" });
  await fixReady.move(6 * DAY, "coordinator", { move: "mark_fix_ready" });

  const retest = await told(b).sent(50 * DAY, {
    ...byMoth,
    productId: "cda-exchange",
    platform: "server",
    environment: "own",
    productVersion: "4.1",
    title: "Path traversal in attachment names of CDA import",
    details:
      "The name of an embedded attachment is used as a file name without being cleaned. A document with `../../` in the name writes outside the working folder of the importer.",
    cweChoice: "yes",
    cweIds: ["22"],
    severity: "high",
  });
  await retest.move(49 * DAY, "triager", { move: "start_checking" });
  await retest.move(47 * DAY, "triager", { move: "validate", severity: "high", cwe: "22" });
  await retest.move(46 * DAY, "coordinator", { move: "accept" });
  await retest.move(9 * DAY, "coordinator", { move: "mark_fix_ready" });
  await retest.move(4 * DAY, "coordinator", {
    move: "ask_for_retest",
    text: "Version 4.1.3 is on the download page. Could you check whether the name is still used as it comes? A short yes or no is enough.",
  });

  const resolved = await told(a).sent(70 * DAY, {
    ...byAda,
    creditOrg: "Northlight Research",
    creditUrl: "https://northlight.example/ada",
    productId: "hapi-fhir",
    platform: "library",
    productVersion: "8.0.0",
    title: "Tenant header ignored by the cached search result",
    details:
      "With partitioning on, a cached search is keyed without the partition. A second tenant that sends the same search within the cache time receives the first tenant's result page.",
    cweChoice: "yes",
    cweIds: ["CWE-524"],
    severity: "critical",
    steps:
      "1. Two partitions, one resource in each.\n2. The same search in both within 60 seconds.\n3. Compare the bundles.",
  });
  await resolved.says(
    69.5 * DAY,
    "triager",
    "Received, and reproduced on our side within the hour. Thank you for the clear steps.",
  );
  await resolved.move(69 * DAY, "triager", { move: "start_checking" });
  await resolved.move(68 * DAY, "triager", {
    move: "validate",
    vector: "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:N",
    cwe: "CWE-524",
    severityReason:
      "An account is needed, and nothing can be changed through it. It stays high: what it shows belongs to others.",
  });
  await resolved.does(67 * DAY, "triager", async (ctx, reference) => {
    await setVersions(ctx, reference, { revision: 1, affected: ["7.6.0 – 8.0.0"], fixed: ["8.0.1"] });
    await addLink(ctx, reference, { target: "https://tracker.example/browse/PORT-412", label: "Fix" });
  });
  await resolved.move(68 * DAY - 2, "coordinator", { move: "accept" });
  await resolved.move(40 * DAY, "coordinator", { move: "mark_fix_ready" });
  await resolved.move(30 * DAY, "coordinator", { move: "resolve" });
  await resolved.says(
    30 * DAY - 1,
    "coordinator",
    "The fix is released. Please look at the credit line that we would print with the advisory.",
  );
  await resolved.does(29 * DAY, "coordinator", async (ctx, reference) => {
    const [credit] = (await getReporterReport({ ...ctx, actor: a.researcher }, reference)).credits;
    if (!credit) throw new Error("the story has no credit");
    await settleCredit(ctx, reference, {
      creditId: credit.id,
      version: credit.version,
      roles: ["finder"],
      display: { text: credit.text, organisation: credit.organisation, url: credit.url },
    });
  });
  await resolved.does(28 * DAY, "researcher", async (ctx, reference) => {
    const [credit] = (await getReporterReport(ctx, reference)).credits;
    if (!credit) throw new Error("the story has no credit");
    await answerCredit(ctx, reference, { creditId: credit.id, version: credit.version, consent: "given" });
  });

  const closed = await told(b).sent(95 * DAY, {
    ...byMoth,
    productId: "health-data-platform",
    platform: "web",
    environment: "live",
    title: "Verbose errors reveal internal host names",
    details:
      "A malformed `Accept` header makes the gateway answer with a stack trace that contains the names of internal hosts and the versions of libraries.",
    severity: "low",
  });
  await closed.move(94 * DAY, "triager", { move: "start_checking" });
  await closed.move(91 * DAY, "triager", { move: "validate", severity: "low", cwe: "209" });
  await closed.move(90 * DAY, "coordinator", { move: "accept" });
  await closed.move(75 * DAY, "coordinator", { move: "mark_fix_ready" });
  await closed.move(74 * DAY, "coordinator", { move: "resolve" });
  await closed.move(60 * DAY, "coordinator", { move: "close", resolution: "mitigated_hosted" });

  const declined = await told(a).sent(12 * DAY, {
    ...byAda,
    productId: "not_sure",
    outOfScope: ["denial-of-service"],
    scopeRationale: "It takes one request per second from one laptop, no flood.",
    title: "Sign-in page slows down under many parallel requests",
    details:
      "With about two hundred parallel requests the sign-in page takes more than ten seconds to answer. I stopped as soon as I saw it slow down.",
    severity: "medium",
  });
  await declined.move(11 * DAY, "triager", { move: "start_checking" });
  await declined.move(9 * DAY, "triager", {
    move: "reject",
    resolution: "out_of_scope",
    clause: "1.2",
    text: "Thank you for stopping early and for writing to us. Loading a service until it slows down is outside our policy (clause 1.2), so we do not take this further as a report. We have passed the numbers to the team that runs the page.",
  });
  await declined.move(5 * DAY, "researcher", {
    move: "appeal",
    text: "One request a second is not a flood: the delay comes from a lock on the audit table, which I described in step 2. Please look at that part again.",
  });

  const known = await told(b).sent(20 * DAY, {
    ...byMoth,
    productId: "hapi-fhir",
    platform: "library",
    productVersion: "8.2.1",
    title: "External entity expansion when validating XML resources",
    details:
      "Validating an XML resource with a DOCTYPE reads local files. It looks like the parser factory is created without secure processing.",
    severity: "high",
  });
  await known.move(19 * DAY, "triager", { move: "start_checking" });
  await known.move(18 * DAY, "triager", {
    move: "reject",
    resolution: "duplicate",
    text: "Thank you: this is correct, and somebody reported the same weakness before you. We will tell you when it is fixed.",
  });

  const withdrawn = await told(a).sent(30 * DAY, {
    ...byAda,
    productId: "payer-member",
    platform: "ios",
    title: "Certificate pinning missing in the member app",
    details:
      "The app accepts a certificate from a proxy. I later saw that my test device had the proxy's root installed by profile, so this is expected.",
    severity: "low",
  });
  await withdrawn.move(29.5 * DAY, "researcher", { move: "withdraw" });
}
