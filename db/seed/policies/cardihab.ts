import type { PolicyDocument } from "@/lib/policy/schema";
import { cardihabClauses } from "./cardihab-clauses";

/**
 * The demonstration policy of program B: the facts and figures of its source, in our own words. The source
 * has no version, date, address, clause numbers or product names: those are demonstration values.
 * @param loadedOn the local date on which the demonstration loads, "YYYY-MM-DD"
 */
export function cardihabPolicy(loadedOn: string): PolicyDocument {
  return {
    format: "safe-harbour-policy/1",
    program: "cardihab",
    title: "Security Program and Vulnerability Disclosure",
    version: "1.0",
    revisedOn: loadedOn,
    reviewedOn: loadedOn,
    classification: "public",
    language: "en",
    audience: ["Stakeholders of the security program", "Anyone who finds a security issue in a Cardihab product"],
    summary:
      "Cardihab takes care of sensitive information about patients and customers. Whoever finds a security issue in its products is welcome to report it. Its Security Team runs the program and answers.",
    organisation: {
      legalName: "Cardihab",
      tradeName: "Cardihab",
      offices: [],
      trademarkNotice: null,
      badges: [],
    },
    calendar: { version: 1, zone: "Australia/Brisbane", region: "Queensland, Australia" },
    businessDayRule:
      "Business days are Monday to Friday in Brisbane, without the public holidays of Queensland. The day a report arrives is never counted: day one is the next business day, and a target is met until the end of the last counted day, Brisbane time.",
    clauses: cardihabClauses,
    securityProgram: {
      owner: "Security Team",
      statement:
        "Customers entrust Cardihab with sensitive patient and customer information, and Cardihab takes its duty to protect it very seriously. Its privacy and security programs keep that information confidential, available and intact. The Security Team runs the security program and keeps this page for everyone with a stake in it.",
      standards: [{ name: "ISO/IEC 27001", edition: "2013" }],
      certificates: [
        {
          standard: "ISO/IEC 27001",
          edition: "2013",
          subject: "The Cardihab solution: information security management system (ISMS)",
          issuer: null,
          validFrom: null,
          validTo: null,
        },
      ],
      faq: [
        {
          id: "draft",
          question: "Can I begin a report and finish it later?",
          answer: "Yes. The form keeps what you entered as a draft, and you can come back to it.",
        },
        {
          id: "several",
          question: "I found more than one vulnerability. How do I send them?",
          answer: "Send one report for each of them.",
        },
        {
          id: "receipt",
          question: "What proof do I get that I reported something?",
          answer:
            "A signed receipt. It names the version of this policy that your report falls under, when the report arrived and the target dates. Anybody can check it on the receipt page of this portal, without asking us.",
        },
        {
          id: "exposed-data",
          question: "I came across somebody's personal or health data. What now?",
          answer:
            "Stop, do not copy or share what you saw, and contact us immediately. The report form asks about exposed data on its second page.",
        },
      ],
    },
    demonstrationValues: [
      "/version",
      "/revisedOn",
      "/reviewedOn",
      "/classification",
      "/organisation/legalName",
      "/calendar",
      "/businessDayRule",
      `/clauses/${cardihabClauses.findIndex((clause) => clause.kind === "scope")}/products`,
      `/clauses/${cardihabClauses.findIndex((clause) => clause.kind === "contact")}/email`,
      "/securityProgram/faq",
    ],
  };
}
