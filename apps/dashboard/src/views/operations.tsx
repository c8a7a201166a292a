export function Operations() { return <p class="card">…</p>; }
