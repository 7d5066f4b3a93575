import { describe, expect, test } from "vitest";
import { looksLikeVulnerability } from "./hint";

describe("a question that reads like a report", () => {
  test.each([
    "I found a vulnerability in your booking page",
    "There is an XSS in the search field",
    "SQL injection at /login",
    "Is CVE-2026-12345 fixed in your product?",
    "I discovered a security flaw",
    "Your API is exploitable",
    "I can see other users' data when I change the number",
    "One can bypass the login",
    "curl https://x/../../etc/passwd",
  ])("%s", (text) => expect(looksLikeVulnerability(text)).toBe(true));

  test.each([
    "How long do you keep drafts?",
    "Which edition of ISO/IEC 27001 are you certified to?",
    "May I write in French?",
    "Do you pay rewards?",
    "Do you have a vulnerability disclosure program?",
    "How do you keep patient data safe?",
    "Can I change the name on my report?",
  ])("is not: %s", (text) => expect(looksLikeVulnerability(text)).toBe(false));
});
