import type { DemoAccount } from './account.mts';

/** How to use the sandbox from a console. The only place where a token is printed: the sandbox's own. */
export function sandboxHelp(url: string, { token }: DemoAccount): string {
	return `
  It stands in for the Handwriting OCR service and reads pages with a real OCR engine.
  Base URL for the credential: ${url}/v3. The token works on this sandbox only. To try it from another console:

    TOKEN='${token}'

    curl ${url}/v3/documents -H "Authorization: Bearer $TOKEN" \\
      -F action=transcribe -F file=@sandbox/samples/letter.png

    curl ${url}/v3/documents -H "Authorization: Bearer $TOKEN"

    curl ${url}/v3/documents/ID.txt -H "Authorization: Bearer $TOKEN"

  The first sends a page, the second lists what was sent, the third gives a text (ID from the list).
  Faults, accounts and signed webhooks on demand: sandbox/server/README.md. Ctrl-C ends it.
`;
}
