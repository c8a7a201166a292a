import type { ViewProps } from "./view-props.ts";
import { CustomerPage } from "./customer-page.tsx";

/** One customer, or a way to find one. */
export function Customer({ navigation, live }: ViewProps) {
  const { customer } = navigation.address;
  if (customer === null) return <p class="card">Write a customer’s id, or a part of it, into the field above.</p>;
  return <CustomerPage key={customer} customerId={customer} navigation={navigation} live={live} />;
}
