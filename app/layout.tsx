import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { FocusOnArrival } from "@/components/shell/focus-on-arrival";
import { KeepFocus } from "@/components/shell/keep-focus";
import { SkipLink } from "@/components/shell/skip-link";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { heading, mono, sans, serif } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Safe Harbour", template: "%s – Safe Harbour" },
  formatDetection: { telephone: false, email: false, address: false, date: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A prerendered page has no nonce and would lose its scripts.
  await connection();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      className={`${sans.variable} ${heading.variable} ${serif.variable} ${mono.variable}`}
    >
      <head>
        {/* The header says no-referrer, under which a form POST carries "Origin: null" and is refused as forged. */}
        <meta name="referrer" content="same-origin" />
      </head>
      <body>
        <SkipLink />
        <FocusOnArrival />
        <KeepFocus />
        {children}
      </body>
    </html>
  );
}
