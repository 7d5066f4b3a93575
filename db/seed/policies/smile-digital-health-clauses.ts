import type { Clause } from "@/lib/policy/schema";

const scope: Clause = {
  key: "2.1",
  heading: "General",
  kind: "scope",
  mode: "open",
  statement: "Any product, system or asset that belongs to Smile Digital Health.",
  body: `Security researchers are welcome to tell us about a possible vulnerability in anything that is ours. This policy exists to make that easy.

We look at this policy at least once a year and change it where good practice has moved on or where we have learned something.`,
  products: [
    { key: "health-data-platform", name: "Health Data Platform", family: "Health information", openSource: false },
    { key: "cda-exchange", name: "CDA Exchange+", family: "Health information", openSource: false },
    { key: "master-data-management", name: "Master Data Management", family: "Health information", openSource: false },
    { key: "cms-suite", name: "CMS Suite", family: "Health applications", openSource: false },
    { key: "prior-authorization", name: "Prior Authorization", family: "Health applications", openSource: false },
    { key: "payer-to-payer", name: "Payer To Payer", family: "Health applications", openSource: false },
    { key: "payer-member", name: "Payer Member", family: "Health applications", openSource: false },
    { key: "appsphere", name: "appSphere", family: "Health applications", openSource: false },
    {
      key: "clinical-quality-intelligence-suite",
      name: "Clinical Quality Intelligence Suite",
      family: "Health knowledge",
      openSource: false,
    },
    { key: "dqm", name: "dQM", family: "Health knowledge", openSource: false },
    { key: "hapi-fhir", name: "HAPI FHIR", family: "Open source", openSource: true },
  ],
};

const outOfScope: Clause = {
  key: "1.2",
  heading: "Scope",
  kind: "exclusion",
  body: `This policy speaks to our staff, our clients, people who contribute to our open source work, the general public, and anyone who acts on behalf of Smile Digital Health.

Three kinds of activity stay outside it.`,
  exclusions: [
    {
      id: "denial-of-service",
      kind: "activity",
      label: "Denial of service",
      text: "Denial-of-service attacks are outside the scope of this policy.",
      // CWE-400, -405, -406, -409, -770, -1333: resource exhaustion and amplification (cwe.mitre.org).
      cwe: [400, 405, 406, 409, 770, 1333],
      words: ["denial of service", "dos attack", "ddos", "flooding", "resource exhaustion"],
    },
    {
      id: "physical-testing",
      kind: "activity",
      label: "Physical testing",
      text: "Testing of a physical kind is outside the scope of this policy.",
      cwe: [1263],
      words: ["physical access", "physical testing", "tailgating", "lock picking", "badge cloning", "on site"],
    },
    {
      id: "social-engineering",
      kind: "activity",
      label: "Social engineering",
      text: "Social engineering, and any other way of tricking or deceiving end users or staff, is outside the scope of this policy.",
      cwe: [],
      words: ["social engineering", "phishing", "vishing", "smishing", "pretexting", "impersonation"],
    },
  ],
};

const conduct: Clause = {
  key: "2.3",
  heading: "Guidelines",
  kind: "conduct",
  body: "If you report a vulnerability to us, we ask you to keep to the following.",
  rules: [
    {
      id: "be-respectful",
      text: "Be respectful of our company, our applications and our services. We try to make them as secure as we can; they are complex, and vulnerabilities can still appear.",
    },
    { id: "leave-data-alone", text: "Do not access our data and do not modify it." },
    {
      id: "report-exposed-data",
      text: "If you find that sensitive data is exposed, contact us immediately. Leave the data you came across alone: no viewing, altering, storing, sharing, transferring or disrupting.",
    },
    {
      id: "stop-at-personal-data",
      text: "If you meet personal or financial information, stop all testing and contact us immediately.",
    },
    {
      id: "no-artificial-requests",
      text: "Do not produce requests or transactions in our services that are artificial or fraudulent.",
    },
    {
      id: "break-no-law",
      text: "Do nothing that may break the law of the country you live in or of a country where our assets are.",
    },
    {
      id: "contact-before-cve",
      text: "Before you open a CVE report, contact us so that the findings can be confirmed.",
    },
    { id: "share-findings", text: "Share everything relevant that you found." },
  ],
};

export const smileClauses: Clause[] = [
  { key: "1", heading: "General", kind: "text", body: "" },
  {
    key: "1.1",
    heading: "Introduction",
    kind: "text",
    body: `This policy tells staff, clients, partners and the open source community what Smile Digital Health (the trade name of Smile CDR) does and aims for in information security.

Managing information well is part of governing information technology, and that is part of governing the company. Information security, above all where personal information is concerned, belongs to it.

Smile Digital Health takes an active approach to security in everything it offers, HAPI FHIR included, and provides the resources needed to protect its assets.

The policies, standards and processes beneath this one are developed and kept up so that contracts, legislation and good practice are met. Four standards are taken in wherever possible: ISO 27001:2022, ISO 27017:2015, ISO 27018:2019 and HITRUST v11.2.`,
  },
  outOfScope,
  {
    key: "1.3",
    heading: "Review of Information Security Policy",
    kind: "governance",
    body: `The Chief Privacy and Security Officer reviews every policy, this one too, at least once a year. The date of a review is written down, and the Chief Privacy and Security Officer signs it off.

Every revision goes through the policy review process. A major revision also needs the approval of the Chief Executive Officer.`,
    reviewer: "Chief Privacy and Security Officer",
    approver: "Chief Executive Officer",
    reviewEvery: { amount: 1, unit: "year" },
  },
  {
    key: "1.4",
    heading: "Confidentiality",
    kind: "text",
    body: "This policy is classified as **Public**: it is written to be shared with people outside the company.",
  },
  { key: "2", heading: "Policy", kind: "text", body: "" },
  scope,
  {
    key: "2.2",
    heading: "Support for Security Researchers",
    kind: "safe_harbour",
    body: `We value people and groups who help us put things right, so that our clients and the HAPI FHIR community run as little risk as possible. We ask for your help in finding the cause and the fix, and ask you to share the resolution you would propose.

Where a finder or researcher acts in good faith, we take no legal action against them and file no complaint with law enforcement. If the guidelines below are not kept, Smile Digital Health reserves all its legal rights.`,
    model: "promissory",
    promises: ["no_legal_action", "no_law_enforcement_complaint", "rights_reserved_on_breach"],
    summary: [
      "If you act in good faith, we take no legal action against you.",
      "If you act in good faith, we file no complaint with law enforcement.",
      "If the guidelines are not kept, we reserve all legal rights.",
    ],
  },
  {
    key: "2.2.1",
    heading: "Rewards",
    kind: "reward",
    body: "There is no bug bounty program. For sending us a possible vulnerability we offer neither compensation nor public recognition.",
    bounty: false,
    compensation: false,
    publicRecognition: false,
    creditIn: ["cve_record", "advisory"],
    summary: "No bounty, no compensation and no public recognition for sending a report.",
  },
  conduct,
  {
    key: "2.3.1",
    heading: "Contact Information",
    kind: "contact",
    body: "Write to us at the address below, or use the report form of this portal.",
    email: "security@smiledigitalhealth.com",
    commitments: [
      {
        clock: "acknowledge",
        amount: 2,
        unit: "business_day",
        rigidity: "MUST",
        wording: "We acknowledge your message within {time}.",
      },
    ],
    intake: { onePerReport: false, considerations: [] },
  },
  {
    key: "2.3.2",
    heading: "Information Requested",
    kind: "text",
    body: `Please give us, where you can:

- your name, e-mail address, the group or company you belong to, and your title;
- whether you would like to be credited if a CVE is published, and what should appear there;
- the vulnerability itself:
  - a summary;
  - the details, and the tools you used;
  - the CWE category, if you know it;
  - steps to reproduce it, where that applies;
  - addresses of pages and other references that belong to it;
  - the product and its version, if you know them.`,
  },
  {
    key: "2.3.3",
    heading: "Investigation",
    kind: "commitment",
    body: "We try to verify each reported vulnerability as early as we can.",
    commitments: [
      {
        clock: "verify",
        amount: 1,
        unit: "week",
        rigidity: "TYPICAL",
        wording: "We try to verify a report as soon as possible, usually within {time}.",
      },
    ],
  },
  {
    key: "2.3.4",
    heading: "CVE Reporting",
    kind: "disclosure",
    body: `We think that disclosing vulnerabilities in the open is best. Smile Digital Health is a CVE Numbering Authority (CNA): the CVE Program authorises it to assign CVE IDs and to publish CVE Records for all its products and for HAPI FHIR. It follows that:

- public disclosure of a vulnerability is made by Smile Digital Health;
- CVE tickets about services or products that Smile Digital Health manages are opened by Smile Digital Health;
- when a CVE is reported may depend on whether Smile Digital Health can provide a remedy.`,
    rule: "organisation_publishes",
    limitDays: null,
    cna: { scope: "All products of Smile Digital Health, and HAPI FHIR", contactFirst: true },
    summary: "Smile Digital Health makes the public disclosure and opens the CVE tickets.",
  },
];
