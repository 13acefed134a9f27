const PLACEHOLDER = '{facility}';

/** The audience under which an issuer names one facility; the same for all where the setting names none. */
export const audienceFor = (audience: string, facility: string): string =>
  audience.replaceAll(PLACEHOLDER, facility);

export const isBoundToFacility = (audience: string): boolean => audience.includes(PLACEHOLDER);
