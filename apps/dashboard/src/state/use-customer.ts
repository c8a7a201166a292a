import type { CustomerReply } from "@segue/shared/api/segments";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useServices } from "./services.ts";

/** `customer` is `null` for one nobody has heard of, and while nothing is known yet. */
export interface CustomerView {
  readonly customer: CustomerReply | null;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly reload: () => Promise<CustomerReply | null>;
}

interface Held {
  readonly id: string;
  readonly customer: CustomerReply | null;
  readonly error: Error | null;
}

/** Between two looks at a customer while the stream moves on, in milliseconds. */
const EVERY = 2_000;

/** A customer as they are now; looked at again when `asOf` moves on. */
export function useCustomer(customerId: string, asOf: string | undefined): CustomerView {
  const { api } = useServices();
  const [held, setHeld] = useState<Held | null>(null);
  const wanted = useRef(customerId);
  const last = useRef({ id: "", at: 0 });
  wanted.current = customerId;

  const reload = useCallback(async (): Promise<CustomerReply | null> => {
    last.current = { id: customerId, at: performance.now() };
    const customer = await api.customer(customerId);
    if (wanted.current === customerId) setHeld({ id: customerId, customer, error: null });
    return customer;
  }, [api, customerId]);

  useEffect(() => {
    const { id, at } = last.current;
    if (id === customerId && performance.now() - at < EVERY) return;
    reload().catch((error: unknown) => {
      if (wanted.current !== customerId) return;
      const failure = error instanceof Error ? error : new Error(String(error));
      setHeld((before) => ({ id: customerId, customer: before?.id === customerId ? before.customer : null, error: failure }));
    });
  }, [reload, customerId, asOf]);

  const mine = held?.id === customerId ? held : null;
  return { customer: mine?.customer ?? null, loading: mine === null, error: mine?.error ?? null, reload };
}
