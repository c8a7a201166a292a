export function Product() { return <p class="card">…</p>; }
