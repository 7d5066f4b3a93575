/** Somebody in a picker or a list, with the last day on which they are away: "Ann · away until 17 Jul". */
export function withAway(name: string, until: string | null | undefined): string {
  return until ? `${name} · away until ${until}` : name;
}
