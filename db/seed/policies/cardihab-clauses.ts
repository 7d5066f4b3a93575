import type { Clause } from "@/lib/policy/schema";

const outOfScope: Clause = {
  key: "2.4",
  heading: "Out-of-scope vulnerabilities",
  kind: "exclusion",
  body: "Before you report, think about two things: how an attack would run and whether it could be exploited, and what the security impact of the bug is. These are out of scope.",
  // CWE numbers: cwe.mitre.org. They raise a warning on the form and never block it.
  exclusions: [
    {
      id: "denial-of-service",
      kind: "vulnerability_class",
      label: "Denial of service",
      text: "Vulnerabilities that lead to denial of service (DoS) are out of scope.",
      cwe: [400, 405, 406, 409, 770, 1333],
      words: ["denial of service", "dos attack", "ddos", "flooding", "resource exhaustion"],
    },
    {
      id: "mitm-or-physical-access",
      kind: "vulnerability_class",
      label: "Needs a man in the middle or the user's device in hand",
      text: "Attacks that only work for a man in the middle (MITM), or with the user's device in hand, are out of scope.",
      cwe: [300, 1263],
      words: ["man in the middle", "machine in the middle", "mitm", "physical access", "unlocked device"],
    },
    {
      id: "third-party",
      kind: "vulnerability_class",
      label: "Third-party site or software that integrates with our products",
      text: "Security bugs in sites and software of third parties that integrate with our products are out of scope.",
      cwe: [1395],
      words: ["third party", "third-party", "vendor library", "upstream dependency"],
    },
    {
      id: "cookie-handling",
      kind: "vulnerability_class",
      label: "Cookie handling",
      text: "Insecure handling of cookies is out of scope.",
      cwe: [315, 539, 565, 614, 784, 1004, 1275],
      words: ["cookie flag", "httponly", "samesite", "secure flag", "insecure cookie", "cookie without"],
    },
    {
      id: "spam-or-social-engineering",
      kind: "vulnerability_class",
      label: "Spam or social engineering",
      text: "Techniques of spam or social engineering are out of scope.",
      cwe: [],
      words: ["spam", "social engineering", "phishing", "vishing", "smishing", "pretexting"],
    },
    {
      id: "email-spoofing",
      kind: "vulnerability_class",
      label: "E-mail spoofing",
      text: "Issues around the spoofing of e-mail are out of scope.",
      cwe: [],
      words: ["email spoofing", "e-mail spoofing", "spoofed email", "spoofed e-mail", "spf", "dkim", "dmarc"],
    },
  ],
};

export const cardihabClauses: Clause[] = [
  {
    key: "1",
    heading: "Security program",
    kind: "text",
    body: `Our customers entrust us with sensitive information about patients and customers. We are honoured by that and take the duty to protect it very seriously. Our privacy and security programs look after the confidentiality, the availability and the integrity of information.

The Security Team runs the security program and maintains this page for everyone with a stake in it.`,
  },
  {
    key: "1.1",
    heading: "ISO/IEC 27001 certification",
    kind: "text",
    body: "Our solution is certified to ISO/IEC 27001:2013, the standard for information security management systems (ISMS). It stands for our commitment to quality, to governance and to keeping private health information safe.",
  },
  {
    key: "1.2",
    heading: "Questions",
    kind: "text",
    body: "If the frequently asked questions leave a question or a concern of yours open, contact the Security Team at the address in clause 2.1.",
  },
  {
    key: "2",
    heading: "Vulnerability disclosure",
    kind: "scope",
    mode: "products",
    statement: "Security issues in Cardihab's products, reported by anyone.",
    body: "Whoever finds a security issue in our products is welcome to report it. We look forward to resolving vulnerabilities together with the security community, to keep patient information safe and to keep improving how we work.",
    products: [
      { key: "mobile-app", name: "Mobile app", family: "Cardihab products", openSource: false },
      { key: "server-or-api", name: "Server or API", family: "Cardihab products", openSource: false },
      { key: "website", name: "Website", family: "Cardihab products", openSource: false },
    ],
  },
  {
    key: "2.1",
    heading: "How to submit your report",
    kind: "contact",
    body: `1. Send your report to the address below, encrypted with our public PGP key if you can, or use the report form of this portal.
2. Put in the relevant details: the platform, the version of the app or server, the conditions the exploit needs, a description with a proof of concept or exploit code, and the impact if it is exploited.
3. Do not contact individual members of Cardihab's staff.
4. Report one vulnerability at a time.

If we have questions about the report, we will let you know.`,
    email: "security@cardihab.example",
    intake: {
      onePerReport: true,
      considerations: [
        "How would an attack run, and could it be exploited?",
        "What is the security impact of the bug?",
      ],
    },
  },
  {
    key: "2.2",
    heading: "Response targets",
    kind: "commitment",
    body: "Cardihab makes a best effort to meet this target for researchers who contribute to the program. It counts from the sending of the report.",
    commitments: [
      {
        clock: "first_response",
        amount: 5,
        unit: "business_day",
        rigidity: "BEST_EFFORT",
        wording: "We do our best to give a first response within {time} of the report.",
      },
    ],
  },
  {
    key: "2.3",
    heading: "Program rules",
    kind: "conduct",
    body: "We value all help in keeping patient data safe and in becoming more secure. Please keep to these rules.",
    rules: [
      { id: "break-no-law", text: "Do not break any law." },
      {
        id: "no-social-engineering",
        text: "Do not use social engineering on our employees, our customer support team, patients or customers.",
      },
      {
        id: "leave-customer-data-alone",
        text: "Do not access, modify, reveal or damage the account or the data of a Cardihab customer.",
      },
      { id: "keep-integrity", text: "Do not harm our system or undermine its integrity." },
      { id: "no-degrading-tools", text: "Do not run tools that make our services worse for our customers." },
      {
        id: "no-open-disclosure",
        text: "Do not disclose a vulnerability openly unless Cardihab has consented.",
      },
    ],
  },
  outOfScope,
  {
    key: "2.5",
    heading: "Safe harbour",
    kind: "safe_harbour",
    body: `What you do in a way that is consistent with this policy counts as authorised conduct, and we do not start legal action against you.

If a third party starts legal action against you over activities under this policy, we take steps to make it known that you acted in compliance with it.`,
    model: "authorising",
    promises: ["authorised_conduct", "no_legal_action", "third_party_statement"],
    summary: [
      "Conduct that is consistent with this policy is authorised.",
      "For such conduct we do not start legal action against you.",
      "If a third party does, we take steps to make known that you complied with this policy.",
    ],
  },
  {
    key: "2.6",
    heading: "Disclosure",
    kind: "disclosure",
    body: "Open disclosure of a vulnerability needs Cardihab's consent; see the program rules in clause 2.3.",
    rule: "consent_required",
    limitDays: null,
    cna: null,
    summary: "A vulnerability is disclosed openly only with Cardihab's consent.",
  },
  {
    key: "2.7",
    heading: "Thanks",
    kind: "text",
    body: "Thank you for helping to keep patient data safe.",
  },
];
