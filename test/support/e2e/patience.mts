// A real n8n on a busy machine takes its time; nothing here waits longer than it must.
jest.setTimeout(300_000);
