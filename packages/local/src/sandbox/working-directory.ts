/** Where cells and commands of a session begin, as they see it. */
export const WORKING_DIRECTORY = '/opt/amazon/genesis1p-tools/var';
