const WIDTH = 96;
const HEIGHT = 22;

/** The course of a number; whoever cannot see it reads the number beside it. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const least = Math.min(...values);
  const spread = Math.max(...values) - least || 1;
  const points = values.map((value, at) => `${((at / Math.max(1, values.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - ((value - least) / spread) * (HEIGHT - 4)).toFixed(1)}`);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <polyline points={points.join(" ")} />
    </svg>
  );
}
