import type { StaffRole } from "@/lib/auth/policy";

/** One password for every account of the demonstration: printed at start, never valid elsewhere. */
export const demonstrationPassword = "quiet-harbour-demonstration";

export type DemonstrationAccount = {
  email: string;
  displayName: string;
  memberships: { programSlug: string; role: StaffRole }[];
};

const STAFF: readonly { name: string; role: StaffRole }[] = [
  { name: "triager", role: "triager" },
  { name: "coordinator", role: "coordinator" },
  { name: "cpso", role: "policy_owner" },
  { name: "ceo", role: "executive" },
  { name: "privacy", role: "privacy_officer" },
  { name: "auditor", role: "auditor" },
  { name: "admin", role: "admin" },
];

const PROGRAMS = [
  { programSlug: "smile-digital-health", label: "Smile" },
  { programSlug: "cardihab", label: "Cardihab" },
];

/** Two researchers, and the seven roles of each program at addresses that lead nowhere. */
export function demonstrationAccounts(): DemonstrationAccount[] {
  const researchers = ["a", "b"].map((letter) => ({
    email: `researcher-${letter}@example.org`,
    displayName: `Researcher ${letter.toUpperCase()}`,
    memberships: [],
  }));
  const staff = PROGRAMS.flatMap(({ programSlug, label }) =>
    STAFF.map(({ name, role }) => ({
      email: `${name}@${programSlug}.example`,
      displayName: `${label} ${role.replaceAll("_", " ")}`,
      memberships: [{ programSlug, role }],
    })),
  );
  return [...researchers, ...staff];
}
