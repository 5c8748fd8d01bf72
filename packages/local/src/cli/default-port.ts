/** Of the command. In code the default is any port that is free. */
export const DEFAULT_PORT = 8787;
