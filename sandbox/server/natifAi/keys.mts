import { randomAlphanumeric } from '../shared/identifiers.mts';

/** A key as the sandbox makes it; the real form is not published. */
export function newApiKey(): string {
	return randomAlphanumeric(48);
}

/** The secret out of `Authorization: ApiKey <secret>` (documented to the letter: one space). */
export function apiKey(authorization: string | undefined): string | undefined {
	return /^ApiKey (\S+)$/.exec(authorization ?? '')?.[1];
}
