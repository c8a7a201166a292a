import { useEffect, useRef } from "preact/hooks";
import type { Navigation } from "../state/address.ts";
import type { Connection } from "../state/live.ts";
import { followInPlace } from "./link.ts";

const CONNECTION_WORDS: Readonly<Record<Connection, readonly [short: string, long: string]>> = {
  connecting: ["Connecting", "Connecting to the stream"],
  live: ["Live", "Live: changes show as they happen"],
  polling: ["Every 2 s", "No live stream: asking every two seconds"],
  offline: ["Offline", "Offline: trying again every two seconds"],
};

export function Header({ navigation, connection }: { readonly navigation: Navigation; readonly connection: Connection }) {
  const [short, long] = CONNECTION_WORDS[connection];
  const home = { customer: null, segment: null };
  return (
    <header class="page-header">
      <h1 class="brand">
        <a href={navigation.href(home)} onClick={followInPlace(() => navigation.go(home))}>
          <Mark />
          Segue
        </a>
      </h1>
      <CustomerSearch navigation={navigation} />
      <p class={`connection connection-${connection}`} title={long}>
        <span aria-hidden="true">{short}</span>
        <span class="visually-hidden">{long}</span>
      </p>
    </header>
  );
}

function CustomerSearch({ navigation }: { readonly navigation: Navigation }) {
  const input = useRef<HTMLInputElement>(null);
  const { customer } = navigation.address;
  useEffect(() => {
    if (input.current !== null) input.current.value = customer ?? "";
  }, [customer]);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const id = input.current?.value.trim() ?? "";
    if (id !== "") navigation.go({ customer: id });
  };
  return (
    <form class="search" role="search" action="/" onSubmit={onSubmit}>
      <label for="customer-search" class="visually-hidden">
        Customer id
      </label>
      <input ref={input} id="customer-search" name="customer" type="search" placeholder="Customer id" autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={128} enterkeyhint="go" />
      <button type="submit" class="button">
        Show <span class="visually-hidden">customer</span>
      </button>
    </form>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M7 21c6 0 6-10 12-10h6" />
      <path class="mark-second" d="M7 11c3 0 4.5 2 6 4.5M17.5 18.500C19 20 20.5 21 25 21" />
    </svg>
  );
}
