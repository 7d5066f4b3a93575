import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./address";
import { addressesOf, type Resolve } from "./post";
import { readTarget } from "./target";

/** What a name server would answer for names that stand for addresses (security-tests.md SR-01). */
const names: Record<string, string[]> = {
  localhost: ["127.0.0.1", "::1"],
  "metadata.google.internal": ["169.254.169.254"],
  "127.0.0.1.nip.io": ["127.0.0.1"],
  "10-0-0-1.sslip.io": ["10.0.0.1"],
  "router.home.arpa": ["192.168.0.1"],
  "both.example.com": ["93.184.216.34", "10.0.0.7"],
  "mapped.example.com": ["::ffff:10.0.0.7"],
  "zone.example.com": ["fe80::1%eth0"],
  "public.example.com": ["93.184.216.34", "2606:2800:220:1::1"],
};
const resolve: Resolve = async (host) =>
  (names[host] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

async function called(text: string, allowed: string[] = []): Promise<string> {
  const read = readTarget(text, allowed);
  if (!read.ok) return "refused";
  try {
    return (await addressesOf(read.target, resolve)).map(({ address }) => address).join(" ");
  } catch (error) {
    return error instanceof Error ? error.message.replace(/.*: /, "") : "";
  }
}

describe("what is never called, whatever way it is written (SR-01)", () => {
  test.each([
    // This machine
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "00000177.0.0.1",
    "0",
    "0.0.0.0",
    "0x0",
    "127.0.0.1.nip.io",
    "localhost",
    "LOCALHOST",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    // The network inside
    "10.0.0.1",
    "10.1",
    "0xa.0.0.1",
    "012.0.0.1",
    "167772161",
    "172.16.0.1",
    "172.31.255.255",
    "0xac100001",
    "192.168.0.1",
    "192.168.257",
    "3232235521",
    "10-0-0-1.sslip.io",
    "router.home.arpa",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:c0a8:1]",
    // Providers, links, what is shared
    "169.254.169.254",
    "169.254.43518",
    "2852039166",
    "0xa9fea9fe",
    "metadata.google.internal",
    "[::ffff:169.254.169.254]",
    "[fe80::1]",
    "[fec0::1]",
    "100.64.0.1",
    "100.127.255.255",
    "[fd00:ec2::254]",
    // An address of IPv4 inside one of IPv6
    "[64:ff9b::a00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "mapped.example.com",
    "zone.example.com",
    // Documentation, measurements, many at once, what is not given out
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "[2001:db8::1]",
    "[3fff::1]",
    "[2001:2::1]",
    "[2001:20::1]",
    "[ff02::1]",
    "[100::1]",
    "[5f00::1]",
    "[4000::1]",
    // One good address beside a bad one
    "both.example.com",
  ])("https://%s/", async (host) => expect(["refused", "private_address"]).toContain(await called(`https://${host}/`)));

  test("a dot at the end is refused, and an unknown name is said to be one", async () => {
    for (const host of ["localhost.", "public.example.com."]) {
      expect(readTarget(`https://${host}/`, []).ok, host).toBe(false);
    }
    expect(await called("https://127.0.0.1./")).toBe("private_address");
    expect(await called("https://nobody.example.com/")).toBe("no_such_host");
  });

  test("what is public is called at the addresses that were checked", async () => {
    expect(await called("https://public.example.com/hook?key=1")).toBe("93.184.216.34 2606:2800:220:1::1");
    for (const address of ["1.1.1.1", "11.0.0.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"]) {
      expect(isPublicAddress(address), address).toBe(true);
    }
    for (const none of ["", "public.example.com", "1.1.1", "1.1.1.1 ", "::g"])
      expect(isPublicAddress(none)).toBe(false);
  });
});

describe("what an address may be (SR-04, SR-05)", () => {
  test.each([
    ["http://public.example.com/", /Only https/],
    ["ftp://public.example.com/", /Only https/],
    ["file:///etc/passwd", /Only https/],
    ["gopher://public.example.com:70/_", /Only https/],
    ["javascript:alert(1)", /Only https/],
    ["https://public.example.com:22/", /Only port 443/],
    ["https://public.example.com:25/", /Only port 443/],
    ["https://public.example.com:5432/", /Only port 443/],
    ["https://public.example.com:6379/", /Only port 443/],
    ["https://public.example.com:0/", /Only port 443/],
    ["https://good.example.com@evil.example.com/", /user name/],
    ["https://good.example.com:443@evil.example.com/", /user name/],
    ["https://evil.example.com\\@good.example.com/", /backslashes/],
    ["https://evil.example.com\t.good.example.com/", /spaces/],
    ["https://good.example.com\n@evil.example.com/", /line breaks/],
    ["https://good.example.com/\u2028", /line breaks/],
    ["https://good.example.com/\u200b", /spaces/],
    ["https://good.example.com/#@evil.example.com", /after #/],
    [`https://${"a".repeat(8000)}.example.com/`, /at most 2000/],
    [`https://${"a.".repeat(200)}example.com/`, /too long/],
    ["https:///", /whole address/],
    ["public.example.com/hook", /whole address/],
    ["", /whole address/],
  ])("%.60s", (text, message) => {
    const read = readTarget(text, []);
    expect(read.ok ? `accepted ${read.target.url.href}` : read.message).toMatch(message);
  });

  test("a name is parsed once, and what is checked is what is connected to", () => {
    const read = readTarget("https://BÜCHER.example.com:443/Hook", []);
    expect(read).toMatchObject({ ok: true, target: { host: "xn--bcher-kva.example.com", port: 443, trusted: false } });
  });

  test("an origin that the operator allows may be inside, on any port, and in clear on this machine", async () => {
    const allowed = ["https://siem.example.internal:8443", "http://127.0.0.1:9900"];
    expect(await called("http://127.0.0.1:9900/hook", allowed)).toBe("127.0.0.1");
    expect(readTarget("https://siem.example.internal:8443/hook", allowed)).toMatchObject({ ok: true });
    for (const other of [
      "http://127.0.0.1:9901/hook",
      "https://127.0.0.1:9900/hook",
      "https://siem.example.internal/hook",
      "https://siem.example.internal:8443.evil.example.com/",
    ]) {
      expect(await called(other, allowed), other).not.toMatch(/^1/);
    }
  });
});
