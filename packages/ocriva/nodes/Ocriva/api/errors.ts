import { describerOf, type Explanation } from '../../shared/http/describeError';
import type { ErrorResponse } from '../../shared/http/service';
import { TYPE_REFUSED } from '../../shared/upload/uploadErrors';

const NO_RECORD: Explanation = {
	message: 'There is no such record',
	nextStep: 'Check the ID, and that "Project" is the one that the record belongs to.',
};

/** What a status means on any route (documented; 402 and 413 by other pages of the vendor). */
const BY_STATUS: Record<number, Explanation> = {
	400: {
		message: 'The service could not use the request',
		nextStep: 'Check the values of this operation.',
	},
	401: {
		message: 'The API key is not valid, or does not reach this project or record',
		nextStep:
			'Check "Project" and the ID first: the key of a project reaches that project alone, and the key of an organization its own projects. If they are right, the key has expired or is wrong: copy it anew into the credential.',
	},
	402: {
		message: 'Not enough credits',
		nextStep: 'Buy credits for the organization, then run this again.',
	},
	403: {
		message: 'The API key may not do this',
		nextStep:
			'Give the key the permission in the Ocriva web app, and check that the address of this n8n is on its allow list, if it has one.',
	},
	404: NO_RECORD,
	409: {
		message: 'The service refused the request as a duplicate',
		nextStep:
			'It has this already, or it was changed at the same time. Look at it with Record > Get Many.',
	},
	413: {
		message: 'The file is too large',
		nextStep: 'The largest size depends on the plan. Split the PDF or lower the resolution.',
	},
	415: {
		message: TYPE_REFUSED,
		nextStep:
			'Use a PDF, JPG, PNG, WebP or BMP, and check that the file really is what its name says.',
	},
	429: {
		message: 'The service asks for fewer requests',
		nextStep:
			'It takes 60 requests per minute for each key, also from other programs. Try again later.',
	},
};

/** These routes always exist, so the address in front of them is wrong. */
const NO_ROUTE = {
	message: 'The service knows no such address',
	nextStep:
		'Check the Base URL in the credential: it has to end in /v1, such as https://api.ocriva.com/v1.',
};
const WRONG_KEY = {
	message: 'The API key is not valid',
	nextStep: 'Copy it anew into the credential; it may have expired.',
};
const ROUTES_OF_THE_KEY = new Set(['projects', 'templates']);

/** With the key of an organization the service has to be told the project. */
const NO_PROJECT = {
	message: 'No project was named',
	nextStep:
		'Choose one under "Project": the API key belongs to an organization, which may have several.',
};
const NOT_TAKEN = {
	message: 'The service did not take the upload',
	nextStep:
		'Check "Project", "Template", which has to belong to it, and that the file is a PDF, JPG, PNG, WebP or BMP.',
};
const NO_THING = {
	message: 'The service does not find what was named',
	nextStep: 'Check "Project", and the template and the batch among the filters.',
};
const LARGE_BATCH = {
	message: 'The batch or one of its files is too large',
	nextStep:
		'The largest size depends on the plan. Send large files with Upload, which sends each by itself; split the PDF or lower the resolution of one that is still too large.',
};

const describe = describerOf({
	missing: [NO_RECORD],
	explain: (refusal) => explainRoute(refusal) ?? BY_STATUS[refusal.status],
});

/** The service's meaning of a refusal, with its own words and the project that it speaks of. */
export function describeError(refusal: ErrorResponse): Explanation {
	const told = describe(refusal);
	const { message } = told;
	const { place } = refusal;
	const isNamed = !place || message.includes(place) || !/project/i.test(message);
	return isNamed ? told : { ...told, message: `${message.replace(/\.$/, '')} (project ${place})` };
}

function explainRoute({ route, status, text }: ErrorResponse): Explanation | undefined {
	if (status === 413 && route === 'uploadBatch') return LARGE_BATCH;
	if (status === 404) return explainMissing(route, text);
	if (status === 401) return ROUTES_OF_THE_KEY.has(route) ? WRONG_KEY : undefined;
	if (status !== 400 && status !== 403) return undefined;
	// Missing credits are answered with 402 or with 400 (documented as either).
	if (text !== null && /\bcredits?\b/i.test(text)) return BY_STATUS[402];
	if (status === 403) return undefined;
	if (text !== null && /projectId\b.*\b(missing|required|empty|exist)/i.test(text))
		return NO_PROJECT;
	return route.startsWith('upload') ? NOT_TAKEN : undefined;
}

/** Whether the service speaks of a thing that is not there, and not of an address. */
function explainMissing(route: string, text: string | null): Explanation | undefined {
	if (route === 'get' || route === 'export') return undefined;
	if (text === null || !/\b(project|template|batch|organi[sz]ation)\b/i.test(text)) return NO_ROUTE;
	if (/\b(get|post|route)\b/i.test(text)) return NO_ROUTE;
	return route.startsWith('upload') ? NOT_TAKEN : NO_THING;
}
