/** A phone number, kept from being turned around by the text it stands in. */
export function Phone({ number }: { number: string }) {
  return <bdi dir="ltr">{number}</bdi>;
}
