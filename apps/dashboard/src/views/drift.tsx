export function Drift() { return <p class="card">…</p>; }
