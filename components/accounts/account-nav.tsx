import { TextLink } from "@/components/ui/text-link";

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
    <nav aria-label="Account">
      <ul className="flex flex-wrap gap-x-6 border-b border-line">
        {PLACES.map(({ href, text }) => (
          <li key={href}>
            <TextLink
              href={href}
              aria-current={href === here ? "page" : undefined}
              className="inline-flex min-h-11 items-center no-underline hover:underline aria-[current=page]:font-semibold aria-[current=page]:underline"
            >
              {text}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
