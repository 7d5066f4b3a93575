import { Tabs } from "@/components/triage/queue-heading";

const PLACES = [
  { href: "/account", text: "Profile" },
  { href: "/account/security", text: "Security" },
  { href: "/account/credit", text: "Credit" },
  { href: "/account/notifications", text: "Notifications" },
  { href: "/account/pgp", text: "PGP key" },
  { href: "/account/data", text: "Your data" },
] as const;

export function AccountNav({ here }: { here: (typeof PLACES)[number]["href"] }) {
  return (
    <div className="border-b border-line pb-1">
      <Tabs label="Account" tabs={PLACES.map(({ href, text }) => ({ href, text, current: href === here }))} />
    </div>
  );
}
