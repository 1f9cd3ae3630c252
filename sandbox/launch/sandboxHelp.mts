import type { DemoAccounts } from './account.mts';

/**
 * How to use the sandbox from a console. The only place where tokens are printed: the sandbox's
 * own.
 */
export function sandboxHelp(
	url: string,
	{ handwritingOcr: { token }, natifAi, ocriva }: DemoAccounts,
): string {
	return `
  It stands in for the Handwriting OCR service and reads pages with a real OCR engine.
  Base URL for the credential: ${url}/v3. The token works on this sandbox only. To try it from another console:

    TOKEN='${token}'

    curl ${url}/v3/documents -H "Authorization: Bearer $TOKEN" \\
      -F action=transcribe -F file=@sandbox/samples/letter.png

    curl ${url}/v3/documents -H "Authorization: Bearer $TOKEN"

    curl ${url}/v3/documents/ID.txt -H "Authorization: Bearer $TOKEN"

  The first sends a page, the second lists what was sent, the third gives a text (ID from the list).

  It stands in for Natif.ai too. Base URL for the credential: ${url}/natif-ai.

    KEY='${natifAi.token}'

    curl ${url}/natif-ai/processing/ocr -H "Authorization: ApiKey $KEY" -F file=@sandbox/samples/letter.png

  And for Ocriva. Base URL for the credential: ${url}/ocriva/v1. The first key is the organization's, the second that of a project.

    ORGANIZATION='${ocriva.token}'
    PROJECT='${ocriva.projectKey}'

    curl ${url}/ocriva/v1/openapi/upload -H "X-API-Key: $PROJECT" -F projectId=${ocriva.projectId} \\
      -F fileName=letter.png -F fileType=image -F fileSize=0 -F mimeType=image/png -F file=@sandbox/samples/letter.png

    curl ${url}/ocriva/v1/openapi/processing-history -H "X-API-Key: $PROJECT"

  Faults, accounts and signed webhooks on demand: sandbox/server/README.md. Ctrl-C ends it.
`;
}
