import { createHash } from 'crypto';

import type { Service } from './service';

/** Tells accounts apart without holding the token: by base URL and a hash of the secrets. */
export function accountMark({ baseUrl, secrets }: Pick<Service, 'baseUrl' | 'secrets'>): string {
	const hash = createHash('sha256').update(JSON.stringify([baseUrl, secrets]));
	return hash.digest('hex').slice(0, 16);
}
