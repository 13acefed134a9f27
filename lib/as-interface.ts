/**
 * Under exactOptionalPropertyTypes the library's classes miss their own interfaces, by nothing but an explicit
 * undefined in optional properties. This checks all the rest and says it once.
 */
export function asInterface<T>(construct: { [K in keyof T]: T[K] | undefined }): T {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  return construct as T;
}
