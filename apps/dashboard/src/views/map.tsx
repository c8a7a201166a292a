export function MapView() { return <p class="card">…</p>; }
