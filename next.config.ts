import type { NextConfig } from "next";
import { BARE_POLICY, CONSTANT_HEADERS } from "./lib/request/security-headers";

const plain = CONSTANT_HEADERS.map(([key, value]) => ({ key, value }));
const bare = [...plain, { key: "Content-Security-Policy", value: BARE_POLICY }];

const config: NextConfig = {
  // A second build beside the first (end-to-end tests, a second checkout's development server).
  distDir: process.env.NEXT_DIST_DIR || ".next",
  poweredByHeader: false,
  // The server in front compresses (lib/cli/server/answers.ts), scripts and styles once, when they are built.
  compress: false,
  reactStrictMode: true,
  typedRoutes: true,
  // The image optimiser has had remote holes; the portal serves no image through it (security.md N11).
  images: { unoptimized: true },
  // Keyed by the launcher so that several processes of one release accept each other's actions.
  deploymentId: process.env.PORTAL_BUILD_ID,
  serverExternalPackages: [
    "@aws-sdk/client-s3",
    "@tus/server",
    "@node-rs/argon2",
    "postgres",
    "graphile-worker",
    "pino",
    "ae-cvss-calculator",
    "cwe-sdk",
    "date-holidays",
  ],
  // The bytes of a policy version; a page and a route cannot share one dynamic segment.
  rewrites: async () => [
    {
      source: "/programs/:program/policy/v/:version(\\d[\\d.-]*).json",
      destination: "/programs/:program/policy/v/:version/document",
    },
  ],
  // What the proxy does not see: static files here, uploads and attachments in their own routes as well.
  headers: async () => [
    { source: "/_next/static/:path*", headers: plain },
    { source: "/icon.svg", headers: bare },
    { source: "/api/uploads/:path*", headers: bare },
    // Each answer says its own policy of contents.
    { source: "/api/attachments/:path*", headers: plain },
  ],
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default config;
