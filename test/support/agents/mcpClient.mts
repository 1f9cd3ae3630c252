import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What of the official client is used here; the client itself comes with the pinned n8n. */
type SdkClient = {
	connect: (transport: object) => Promise<void>;
	listTools: () => Promise<{ tools: Array<{ name: string; description?: string }> }>;
	callTool: (call: { name: string; arguments: object }) => Promise<ToolResult>;
	close: () => Promise<void>;
};
type ToolResult = { isError?: boolean; content: Array<{ type: string; text?: string }> };
type ClientModule = { Client: new (info: { name: string; version: string }) => SdkClient };
type TransportModule = { StreamableHTTPClientTransport: new (url: URL) => object };

const n8nPackage = join(import.meta.dirname, '../../../sandbox/n8n/package.json');

/** One client of an MCP server, with a session of its own. */
export type McpClient = {
	tools: () => Promise<Array<{ name: string; description?: string }>>;
	/** Calls a tool; `isError` is what the protocol says of the answer. */
	call: (tool: string, values?: object) => Promise<{ text: string; isError: boolean }>;
	close: () => Promise<void>;
};

/** Connects through Streamable HTTP. */
export async function connectMcp(url: string, name = 'test'): Promise<McpClient> {
	const load = createRequire(n8nPackage);
	const { Client } = load('@modelcontextprotocol/sdk/client/index.js') as ClientModule;
	const { StreamableHTTPClientTransport } = load(
		'@modelcontextprotocol/sdk/client/streamableHttp.js',
	) as TransportModule;
	const client = new Client({ name, version: '1.0.0' });
	await client.connect(new StreamableHTTPClientTransport(new URL(url)));
	return {
		tools: async () => (await client.listTools()).tools,
		call: async (tool, values = {}) => {
			const { isError = false, content } = await client.callTool({ name: tool, arguments: values });
			return { text: content.map(({ text = '' }) => text).join(''), isError };
		},
		close: async () => await client.close(),
	};
}
