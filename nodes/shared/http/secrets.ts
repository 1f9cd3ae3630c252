import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { InputFailure, toFailure } from '../core/errors';
import { trimmed } from '../core/json';
import type { RequestContext } from './service';

/** A shorter one may stand in any text; to replace it would garble messages and protect nothing. */
const SHORTEST = 8;

/** For whatever a service repeats of what it was given: secrets become `***`. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets
		.flatMap(spellings)
		.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

/**
 * As it is, inside JSON (PHP writes slashes with a backslash), and inside an address; and what is
 * secret of a token `ID|SECRET`, in whatever spelling the bar is.
 */
function spellings(secret: string): string[] {
	if (secret.length < SHORTEST) return [];
	const inJson = JSON.stringify(secret).slice(1, -1);
	const spelt = [secret, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(secret)];
	const at = secret.indexOf('|') + 1;
	return [...new Set([...spelt, ...(at > 0 ? spellings(secret.slice(at)) : [])])];
}

/** @throws InputFailure when there is no such credential, or an expression in it fails */
export async function credentialOf(
	context: RequestContext,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	try {
		return await context.getCredentials(type);
	} catch (error) {
		throw unreadable(error);
	}
}

function unreadable(error: unknown): InputFailure {
	return new InputFailure(
		toFailure(error).message,
		'Choose the credential anew in this node, or check what stands in it.',
	);
}

/** The secret that deliveries are signed with; empty when the user has set none. */
export function webhookSecretIn({ webhookSecret }: ICredentialDataDecryptedObject): string {
	return trimmed(webhookSecret);
}

/** What is pasted along before a secret: a name, out of a header, code or a command; a scheme; marks. */
const BEFORE =
	/^[^|:=]{0,40}(?:authorization|key|token|secret)["'`\s]*[:=]\s*(?=[^\s=])|^(?:bearer|api-?key|token)[\s:]+|^[\s"'`“”„‘’«»<>([{]+/i;
/** What follows it: all behind a quote, or marks. */
const AFTER = /["'`“”„‘’«»].*$|[\s<>)\]},;.]+$/s;

/**
 * A token or key as the service knows it, out of what was pasted: with the header or its scheme in
 * front, as code, JSON or a command, in quotes, with blanks and line breaks in it.
 */
export function pastedSecret(text: unknown): string {
	// Marks that have no width come along from web pages.
	let secret = trimmed(text).replace(/\p{Cf}/gu, '');
	for (let before = ''; before !== secret; ) {
		before = secret;
		secret = secret.replace(BEFORE, '');
	}
	return secret.replace(AFTER, '').replace(/\s+/g, '');
}
