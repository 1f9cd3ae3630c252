import { randomUUID } from 'node:crypto';
import { isObject, type JsonObject } from '../../../sandbox/n8n/client/session.mts';

/** A conversation with a published chat of n8n, as its page holds it. */
export type Chat = {
	executionId: string;
	/** The next thing that the workflow says, as text or as the object of a message with buttons. */
	next: () => Promise<string | JsonObject>;
	/** Presses the button of a message that has this text. */
	press: (message: JsonObject, text: string) => Promise<void>;
	close: () => void;
};

/** What the connection carries besides messages. */
const SIGNALS = ['n8n|heartbeat', 'n8n|continue'];

/** Says something to a chat whose workflow answers with nodes of its own. */
export async function openChat(n8nUrl: string, webhookId: string, words: string): Promise<Chat> {
	const sessionId = randomUUID();
	const response = await fetch(`${n8nUrl}/webhook/${webhookId}/chat`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'sendMessage', sessionId, chatInput: words }),
	});
	const answer: unknown = await response.json();
	if (!isObject(answer) || answer.executionStarted !== true)
		throw new Error(`the chat answered with ${JSON.stringify(answer)}`);
	const executionId = String(answer.executionId);
	const query = new URLSearchParams({ sessionId, executionId, isPublic: 'true' });
	if (typeof answer.resumeToken === 'string') query.set('token', answer.resumeToken);
	return listen(`${n8nUrl.replace(/^http/, 'ws')}/chat?${query}`, executionId);
}

function listen(address: string, executionId: string): Chat {
	const socket = new WebSocket(address);
	const heard: (string | JsonObject)[] = [];
	const waiting: ((message: string | JsonObject) => void)[] = [];
	socket.addEventListener('message', ({ data }) => {
		const text = String(data);
		if (text === SIGNALS[0]) socket.send('n8n|heartbeat-ack');
		if (SIGNALS.includes(text)) return;
		const message = parsed(text);
		const reader = waiting.shift();
		if (reader === undefined) heard.push(message);
		else reader(message);
	});
	return {
		executionId,
		next: async () => {
			const message = heard.shift();
			return message ?? (await new Promise((resolve) => waiting.push(resolve)));
		},
		press,
		close: () => socket.close(),
	};
}

async function press({ buttons }: JsonObject, text: string): Promise<void> {
	const button = Array.isArray(buttons)
		? buttons.filter(isObject).find((one) => one.text === text)
		: undefined;
	if (button === undefined) throw new Error(`there is no button "${text}"`);
	// n8n does nothing for what looks like a program that follows links.
	await fetch(String(button.link), { headers: { 'user-agent': 'Mozilla/5.0 Chrome/130.0' } });
}

function parsed(text: string): string | JsonObject {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : text;
	} catch {
		return text;
	}
}
