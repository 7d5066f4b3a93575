import type { PolicyDocument } from "@/lib/policy/schema";
import { smileClauses } from "./smile-digital-health-clauses";

/**
 * The demonstration policy of program A: the facts and figures of its source, in our own words.
 * Clause numbers, version and dates are those of the source.
 */
export const smileDigitalHealthPolicy: PolicyDocument = {
  format: "safe-harbour-policy/1",
  program: "smile-digital-health",
  title: "Responsible Disclosure Policy",
  version: "1.2",
  revisedOn: "2025-04-22",
  reviewedOn: "2025-04-22",
  classification: "public",
  language: "en",
  audience: [
    "Staff",
    "Clients",
    "Partners",
    "Open source contributors",
    "The general public",
    "Anyone acting on behalf of Smile Digital Health",
  ],
  summary:
    "Smile Digital Health makes health data software and looks after the open source HAPI FHIR project. Anyone may report a suspected vulnerability in any product, system or asset that belongs to it. It assigns CVE ids for its own products and for HAPI FHIR.",
  organisation: {
    legalName: "Smile CDR Inc.",
    tradeName: "Smile Digital Health",
    offices: [
      {
        label: "Corporate headquarters",
        lines: ["622 College Street, Suite 401", "Toronto, ON M6G 1B4", "Canada"],
        email: "info@smiledigitalhealth.com",
        phone: { display: "+1 877 537 3343 (international, toll-free)", tel: "+18775373343" },
      },
      {
        label: "US office",
        lines: ["2021 Guadalupe Street, Suite 260", "Austin, Texas 78705"],
        email: "info@smiledigitalhealth.com",
        phone: null,
      },
    ],
    trademarkNotice:
      "HL7® (Health Level 7) and FHIR® (Fast Healthcare Interoperability Resources) are registered trademarks of HL7, used with HL7's permission.",
    badges: ["HITRUST r2", "ISO 27001", "ISO 27017", "ISO 27018", "FM 748466", "SOC", "ONC CURE"],
  },
  calendar: { version: 1, zone: "America/Toronto", region: "Ontario, Canada" },
  businessDayRule:
    "Business days are Monday to Friday in Toronto, without the nine public holidays of Ontario. The day a report arrives is never counted: day one is the next business day, and a promise is kept until the end of the last counted day, Toronto time.",
  clauses: smileClauses,
  securityProgram: {
    owner: "Chief Privacy and Security Officer",
    statement:
      "Smile Digital Health protects information, personal information above all, in everything it offers, HAPI FHIR included, and gives that work the resources it needs. Policies, standards and processes are kept up so that contracts, the law and good practice are met.",
    standards: [
      { name: "ISO 27001", edition: "2022" },
      { name: "ISO 27017", edition: "2015" },
      { name: "ISO 27018", edition: "2019" },
      { name: "HITRUST", edition: "v11.2" },
    ],
    certificates: [],
    faq: [
      {
        id: "draft",
        question: "Can I begin a report and finish it later?",
        answer: "Yes. The form keeps what you entered as a draft, and you can come back to it.",
      },
      {
        id: "receipt",
        question: "What proof do I get that I reported something?",
        answer:
          "A signed receipt. It names the version of this policy that your report falls under, when the report arrived and the dates promised to you. Anybody can check it on the receipt page of this portal, without asking us.",
      },
      {
        id: "later-changes",
        question: "What if the policy changes after I report?",
        answer: "Your report stays under the version that was in force when you sent it. Every version stays readable.",
      },
      {
        id: "exposed-data",
        question: "I came across somebody's personal or health data. What now?",
        answer:
          "Stop, do not copy or share what you saw, and contact us immediately. The report form asks about exposed data on its second page.",
      },
    ],
  },
  demonstrationValues: ["/calendar", "/businessDayRule", "/securityProgram/owner", "/securityProgram/faq"],
};
