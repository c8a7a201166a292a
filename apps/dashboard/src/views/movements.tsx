export function Movements() { return <p class="card">…</p>; }
