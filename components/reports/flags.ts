const FLAG_WORDS: Readonly<Record<string, string>> = {
  restricted: "Restricted",
  urgent: "Urgent notice",
  unproven: "Unproven (no proof of work)",
  sender_unverified: "By mail, sender not verified",
  out_of_scope_ticked: "Out-of-scope box ticked",
  conduct_differently: "Conduct went differently",
  data_exposed: "Data exposed",
  exploited: "Being exploited",
  already_public: "Already public",
  encrypted: "Encrypted",
  cve: "CVE id",
  read_with_care: "Read with care",
  appeal: "Appeal",
};

/** A flag of a report in words; one that this page does not know shows its own name. */
export function flagWords(flag: string): string {
  return FLAG_WORDS[flag] ?? flag.replaceAll("_", " ");
}
