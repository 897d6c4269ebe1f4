/** Good enough to mark a row; what counts is the server's own comparison, which also knows the countries' odd digits. */
export function samePhone(one: string, other: string): boolean {
  const digits = (text: string) => text.replace(/\D/g, '').replace(/^00/, '');
  return digits(one) !== '' && digits(one) === digits(other);
}
