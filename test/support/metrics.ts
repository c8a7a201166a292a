export type Labels = Readonly<Record<string, string>>;

/** The sum of a metric's samples that have all of `labels`; 0 where there is none. */
export async function readMetric(url: string, name: string, labels: Labels = {}): Promise<number> {
  const reply = await fetch(`${url}/metrics`);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`/metrics answered ${reply.status}: ${text}`);
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return text
    .split("\n")
    .filter((line) => (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) && wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}
