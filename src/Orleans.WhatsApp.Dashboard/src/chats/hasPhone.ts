const digitsOf = (text: string) => text.replace(/\D/g, '').replace(/^00/, '');
/** A list may hold thousands, and each row of the screen asks. */
const digitsIn = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Good enough to mark a row; what counts is the server's own comparison, which also knows the countries' odd digits. */
export function hasPhone(numbers: readonly string[], phone: string): boolean {
  const digits = digitsIn.get(numbers) ?? new Set(numbers.map(digitsOf));
  digitsIn.set(numbers, digits);
  return digitsOf(phone) !== '' && digits.has(digitsOf(phone));
}
