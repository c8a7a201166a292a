/** A share as a bar; whoever cannot see it reads the number beside it. */
export function Bar({ share, kind }: { readonly share: number; readonly kind: "tone" | "ours" | "theirs" }) {
  return (
    <span class={`bar bar-${kind}`} aria-hidden="true">
      <span style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
    </span>
  );
}
