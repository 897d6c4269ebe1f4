/** Where the keyboard finds the composer, without loading what belongs to it. */
export const composerId = 'composer';
