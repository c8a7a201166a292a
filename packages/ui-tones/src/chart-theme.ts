const NAMES = ["ink", "muted", "line", "surface", "accent", "bad", "warn", "good"] as const;
/** Colours of segments there are in tones.css. */
export const TONES = 12;

/** Colours of charts, as the page's style sheet has them now. */
export interface ChartTheme extends Readonly<Record<(typeof NAMES)[number], string>> {
  /** By tone of a segment. */
  readonly tones: readonly string[];
}

/** Resolves what style sheets leave open: canvases know no variables. */
export function readTheme(host: HTMLElement): ChartTheme {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const colour = (text: string): string => {
    probe.style.color = text;
    return getComputedStyle(probe).color;
  };
  const tones = Array.from({ length: TONES }, (_, tone) => {
    probe.className = `tone-${tone}`;
    return colour("var(--tone)");
  });
  const named = Object.fromEntries(NAMES.map((name) => [name, colour(`var(--${name})`)])) as Record<(typeof NAMES)[number], string>;
  probe.remove();
  return { ...named, tones };
}

/** The colour of a tone; they repeat beyond the last one. */
export const toneOf = ({ tones, muted }: ChartTheme, tone: number): string => tones[tone % TONES] ?? muted;
