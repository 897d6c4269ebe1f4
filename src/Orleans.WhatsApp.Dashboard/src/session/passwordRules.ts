/** The gateway's rule; length is all that it asks for. */
export const fewestCharacters = 12;
