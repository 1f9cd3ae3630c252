import type { DemoAccount } from './account.mts';

/** How to use the sandbox from a console. The only place where a token is printed: the sandbox's own. */
export function sandboxHelp(url: string, { token }: DemoAccount): string {
	return `
  It stands in for the Handwriting OCR service and reads pages with a real OCR engine.

  Base URL   ${url}/v3
  Token      ${token}   (works on this sandbox only)

  Send a page:
    curl ${url}/v3/documents -H 'Authorization: Bearer ${token}' -H 'Accept: application/json' \\
      -F action=transcribe -F file=@sandbox/samples/letter.png

  Read its text, with the id from the answer:
    curl ${url}/v3/documents/ID -H 'Authorization: Bearer ${token}' -H 'Accept: application/json'

  Faults, accounts and signed webhooks on demand: sandbox/server/README.md
  Stop: Ctrl-C
`;
}
