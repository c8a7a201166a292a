import type { CustomerSearchReply } from "@segue/shared/api/moves";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Navigation } from "../state/address.ts";
import { useServices } from "../state/services.ts";

/** After the last key, in milliseconds. */
const PAUSE = 180;

/** Finds a customer by a part of their id; Enter shows exactly the one that was written. */
export function CustomerSearch({ navigation }: { readonly navigation: Navigation }) {
  const input = useRef<HTMLInputElement>(null);
  const { customer } = navigation.address;
  const [text, setText] = useState("");
  const found = useFound(text);
  useEffect(() => {
    if (input.current !== null) input.current.value = customer ?? "";
    setText("");
  }, [customer]);
  const show = (id: string): void => {
    setText("");
    if (id !== "") navigation.go({ view: "customer", customer: id });
  };
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    show(input.current?.value.trim() ?? "");
  };
  return (
    <form class="search" role="search" action="/" onSubmit={onSubmit}>
      <label for="customer-search" class="visually-hidden">
        Customer id
      </label>
      <input
        ref={input}
        id="customer-search"
        name="customer"
        type="search"
        list="customers-found"
        placeholder="Customer id"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={128}
        enterkeyhint="go"
        onInput={(event) => setText(event.currentTarget.value.trim())}
        onChange={(event) => found.some(({ customerId }) => customerId === event.currentTarget.value) && show(event.currentTarget.value)}
      />
      <datalist id="customers-found">
        {found.map(({ customerId }) => (
          <option key={customerId} value={customerId} />
        ))}
      </datalist>
      <button type="submit" class="button">
        Show <span class="visually-hidden">customer</span>
      </button>
    </form>
  );
}

function useFound(text: string): CustomerSearchReply["items"] {
  const { api } = useServices();
  const [found, setFound] = useState<{ readonly text: string; readonly items: CustomerSearchReply["items"] }>({ text: "", items: [] });
  useEffect(() => {
    if (text === "") return;
    let gone = false;
    const timer = setTimeout(() => {
      // Suggestions that cannot be had are none: the id can be written out.
      api.searchCustomers(text).then(({ items }) => gone || setFound({ text, items }), () => undefined);
    }, PAUSE);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [api, text]);
  return text === "" ? [] : found.items;
}
