/** Whether `value` is a JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Lets a check that compares several keys run although one of them is wrong, so that all faults are
 * told at once. Such a check must therefore expect values of any type.
 */
export const whenRecord = {
  when: (payload: { readonly value: unknown }) => isRecord(payload.value),
};
