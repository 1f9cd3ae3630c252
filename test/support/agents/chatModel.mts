import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of a tool that the model makes. */
export type ToolCall = { name: string; arguments: Record<string, unknown> };

/** What the model says: it calls tools, all in one answer, or it ends with a text. */
export type Turn = { calls: ToolCall[] } | { text: string };

/** What n8n has asked the model, as far as tests look at it. */
export type ChatRequest = {
	messages: Array<{ role: string; content: unknown; tool_call_id?: string }>;
	tools?: Array<{ function: { name: string; description: string; parameters: unknown } }>;
	stream?: boolean;
};

/** A stand-in for a chat model behind OpenAI's chat completions, on this machine. */
export type ChatModel = {
	/** The base URL of a credential. */
	url: string;
	requests: ChatRequest[];
	/** What the tools have answered, as the model was told, oldest first. */
	toolAnswers: () => string[];
	stop: () => Promise<void>;
};

/** A turn, or what makes one once the model is asked; it may wait for something. */
export type Step = Turn | ((request: ChatRequest) => Turn | Promise<Turn>);

/**
 * Starts a model that follows a script: the first request is answered by the first step, and so on.
 * A request without a step is answered with 400, which n8n does not repeat.
 */
export async function startChatModel(script: readonly Step[]): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = JSON.parse(await textOf(request)) as ChatRequest;
		const number = requests.push(body);
		const step = script[number - 1];
		if (!request.url?.endsWith('/chat/completions') || step === undefined)
			return refuse(response, `the script has no answer for request ${number}, ${request.url}`);
		const turn = typeof step === 'function' ? await step(body) : step;
		if (body.stream === true) stream(response, turn, number);
		else complete(response, turn, number);
	};
	const server = createServer((request, response) => {
		answer(request, response).catch((error: unknown) => refuse(response, String(error)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		requests,
		toolAnswers: () => toolAnswersIn(requests.at(-1)),
		stop: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

function toolAnswersIn(request: ChatRequest | undefined): string[] {
	const answers = request?.messages.filter(({ role }) => role === 'tool') ?? [];
	return answers.map(({ content }) => String(content));
}

async function textOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, message: string): void {
	response
		.writeHead(400, { 'content-type': 'application/json' })
		.end(JSON.stringify({ error: { message, type: 'invalid_request_error' } }));
}

/**
 * Ids of calls are new in each answer, as n8n takes a known one for a call that was made before.
 */
function messageOf(turn: Turn, number: number) {
	if ('text' in turn) return { role: 'assistant', content: turn.text };
	const toolCalls = turn.calls.map(({ name, arguments: values }, index) => ({
		index,
		id: `call_${number}_${index + 1}`,
		type: 'function',
		function: { name, arguments: JSON.stringify(values) },
	}));
	return { role: 'assistant', content: null, tool_calls: toolCalls };
}

const reasonOf = (turn: Turn): string => ('text' in turn ? 'stop' : 'tool_calls');

const head = (number: number, object: string) => ({
	id: `chatcmpl-${number}`,
	object,
	created: 1_700_000_000,
	model: 'stand-in',
});

function complete(response: ServerResponse, turn: Turn, number: number): void {
	const choice = { index: 0, message: messageOf(turn, number), finish_reason: reasonOf(turn) };
	const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
	response
		.writeHead(200, { 'content-type': 'application/json' })
		.end(JSON.stringify({ ...head(number, 'chat.completion'), choices: [choice], usage }));
}

function stream(response: ServerResponse, turn: Turn, number: number): void {
	const send = (delta: object, reason: string | null): void => {
		const choices = [{ index: 0, delta, finish_reason: reason }];
		const chunk = { ...head(number, 'chat.completion.chunk'), choices };
		response.write(`data: ${JSON.stringify(chunk)}\n\n`);
	};
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	send(messageOf(turn, number), null);
	send({}, reasonOf(turn));
	response.end('data: [DONE]\n\n');
}
