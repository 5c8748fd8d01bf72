/** Parts of the patterns for URIs of images in ECR, as the API takes them (`RuntimeContainerUri`), in any partition. */
export const REPOSITORY = '((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*)';
export const TAG_AND_DIGEST = '(?::[^:@]+)?(?:@.+)?';
export const DNS_SUFFIX = '(?:amazonaws\\.(?:com(?:\\.cn)?|eu)|s?c2s\\.(?:ic|sgov)\\.gov|csp\\.hci\\.ic\\.gov|cloud\\.adc-e\\.uk)';
