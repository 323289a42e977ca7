/** Size of a vocabulary of subwords of which the config says nothing and that fits no text. */
export const defaultSubwords = 8000;
