import { isObject } from '../../../sandbox/n8n/client/session.mts';
import { until } from '../until.mts';

export type FormFile = { name: string; type: string; content: Uint8Array };

/**
 * Sends a page of an n8n form as a browser does, field by field, and gives the address at which the
 * next page waits.
 */
export async function sendForm(
	address: string,
	fields: Record<string, string | FormFile[]>,
): Promise<string> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		if (typeof value === 'string') form.append(name, value);
		else
			for (const { name: fileName, type, content } of value)
				form.append(name, new File([new Uint8Array(content)], fileName, { type }));
	}
	const response = await fetch(address, { method: 'POST', body: form });
	const answer: unknown = await response.json();
	if (!isObject(answer) || typeof answer.formWaitingUrl !== 'string')
		throw new Error(`the form answered with ${response.status} ${JSON.stringify(answer)}`);
	return answer.formWaitingUrl;
}

/**
 * The page that waits at an address, once the workflow has come to it. Until then n8n holds back
 * the page itself, so that browsers ask for the status.
 */
export async function nextPage(address: string): Promise<string> {
	const status = new URL(address);
	status.pathname += '/n8n-execution-status';
	await until(async () => (await (await fetch(status)).text()).trim() === 'form-waiting');
	return await (await fetch(address)).text();
}
