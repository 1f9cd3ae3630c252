import PDFDocument from 'pdfkit';

/** A PDF with so many pages, filled up to so many bytes: other files of one name and size. */
export async function scan(pages: number, bytes = 20_000): Promise<Buffer> {
	const pdf = new PDFDocument({ autoFirstPage: false, info: { CreationDate: new Date(0) } });
	const chunks: Buffer[] = [];
	pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
	const ended = new Promise((resolve) => pdf.on('end', resolve));
	for (let number = 1; number <= pages; number++) pdf.addPage().text(`Page ${number}`);
	pdf.end();
	await ended;
	const content = Buffer.concat(chunks);
	if (content.length > bytes) throw new Error(`${pages} pages take ${content.length} bytes`);
	return Buffer.concat([content, Buffer.alloc(bytes - content.length, '\n')]);
}
