import { CopyButton } from "../components/copy-button.tsx";

/** Nothing has been bought yet: says how to send the first purchase. */
export function EmptySystem() {
  const command = exampleCommand(location.origin);
  return (
    <section class="card empty-system" aria-labelledby="empty-heading">
      <h2 id="empty-heading">No purchases yet</h2>
      <p>Segments and recommendations grow out of purchases. Send the first one from a terminal and watch this page fill itself:</p>
      <div class="command">
        <pre tabIndex={0} aria-label="Command that sends a purchase">
          <code>{command}</code>
        </pre>
        <CopyButton text={command} what="command" />
      </div>
      <p>
        Have a file of orders? <code>npx segue import FILE.csv --to {location.origin}</code> loads it. Every field is described in the <a href="/docs">API documentation</a>.
      </p>
      <p class="muted">The first segments appear once about twenty customers have bought something.</p>
    </section>
  );
}

function exampleCommand(origin: string): string {
  return [
    `curl ${origin}/v1/events \\`,
    "  -H 'content-type: application/json' \\",
    `  -d '{"type": "purchase", "id": "evt-1", "customerId": "c17", "orderId": "o-99",`,
    `       "currency": "GBP", "items": [{"productId": "85123A", "quantity": 6, "unitPrice": 2.55}]}'`,
  ].join("\n");
}
