import type { NextConfig } from "next";

const config: NextConfig = {
  // A second build beside the first (end-to-end tests, a second checkout's development server).
  distDir: process.env.NEXT_DIST_DIR || ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // The image optimiser has had remote holes; the portal serves no image through it (security.md N11).
  images: { unoptimized: true },
  // Keyed by the launcher so that several processes of one release accept each other's actions.
  deploymentId: process.env.PORTAL_BUILD_ID,
  serverExternalPackages: ["@node-rs/argon2", "postgres", "graphile-worker", "pino", "ae-cvss-calculator", "cwe-sdk"],
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default config;
