import type { FastifyInstance, FastifyReply } from 'fastify';
import { notFound } from '../answers.mts';
import type { Account } from '../../shared/accounts.mts';
import { sendFilledUp } from '../../shared/filledUp.mts';
import type { JsonValue } from '../../shared/json.mts';
import type { Parts } from '../parts.mts';
import type { Processing } from '../processings.mts';
import { resultOf, resultPath, subPdfPages } from '../results/index.mts';
import { defaultPdfOptions, pdfOf, type PdfOptions, type PdfPage } from '../results/pdf.mts';
import { Validation, type Query } from '../validation.mts';
import type { Settings } from '../settings.mts';
import { single } from './single.mts';

type ById = { Params: { id: string }; Querystring: Query };
type ByIdAndNumber = { Params: { id: string; number: string }; Querystring: Query };

/** The PDF with a text layer, and the PDFs that a split made. */
export function pdfRoutes(app: FastifyInstance, parts: Parts): void {
	app.get<ById>('/processing/results/:id/pdf', { config: { route: 'pdf' } }, (request, reply) => {
		const { validation, options } = checked(request.query);
		return single(
			request,
			reply,
			parts,
			{ name: 'pdf', validation },
			async ({ account, processing }) =>
				sendPdf(
					reply,
					account,
					baseName(processing),
					await pdfOf(
						await pagesOf(
							processing,
							processing.pages.map((_, index) => index + 1),
							parts,
						),
						options,
					),
				),
		);
	});

	app.get<ById>(
		'/processing/results/:id/sub-pdfs',
		{ config: { route: 'subPdfs' } },
		(request, reply) =>
			single(request, reply, parts, { name: 'sub-pdfs' }, ({ account, processing }) =>
				reply.send(listed(resultOf(processing, 'sub-pdfs'), account.settings.subPdfs)),
			),
	);

	for (const asFile of [false, true]) {
		// Where `/sub-pdfs/{n}` is JSON, the file itself is one path further (invented: no source has
		// the path that such JSON would hold).
		const path = `/processing/results/:id/sub-pdfs/:number${asFile ? '/file' : ''}`;
		app.get<ByIdAndNumber>(path, { config: { route: 'subPdf' } }, (request, reply) => {
			const { validation, options } = checked(request.query);
			const number =
				validation.integer('path', 'page_num', request.params.number, { smallest: 0 }) ?? 0;
			return single(
				request,
				reply,
				parts,
				{ name: 'sub-pdfs', validation },
				async ({ account, processing }) => {
					const pages = subPdfPages(processing)[number];
					if (!pages) throw notFound('Sub PDF');
					if (!asFile && account.settings.subPdf === 'json')
						return reply.send({ url: resultPath(processing, 'sub-pdfs', number, 'file') });
					return sendPdf(
						reply,
						account,
						`${baseName(processing)}_${number}`,
						await pdfOf(await pagesOf(processing, pages, parts), options),
					);
				},
			);
		});
	}
}

/** Paths in the shape that the account is set to; what is no list stays as it is. */
function listed(paths: JsonValue, shape: Settings['subPdfs']): JsonValue {
	if (!Array.isArray(paths) || shape === 'list') return paths;
	if (shape === 'objects')
		return paths.map((url, index) => ({
			name: `sub_document_${index}`,
			type: 'application/pdf',
			url,
		}));
	const map = Object.fromEntries(paths.map((path, index) => [String(index), path]));
	return shape === 'map' ? map : { sub_pdfs: map };
}

/** The query parameters of a PDF (bounds seen). `pdfa_compliant` is taken and changes nothing. */
function checked(query: Query): { validation: Validation; options: PdfOptions } {
	const validation = new Validation();
	const whole = (name: string, smallest: number, largest: number): number | null =>
		validation.integer('query', name, query[name], { smallest, largest });
	const options = {
		jpegQuality: whole('jpeg_quality', 1, 100) ?? defaultPdfOptions.jpegQuality,
		imageHeight: whole('image_height', 50, 10_000),
		imageWidth: whole('image_width', 50, 10_000),
		pageHeight: millimetres(validation, query, 'page_height'),
		pageWidth: millimetres(validation, query, 'page_width'),
		dpi: whole('dpi', 50, 600) ?? defaultPdfOptions.dpi,
	};
	if ((query.page_height === undefined) !== (query.page_width === undefined)) {
		validation.fail(
			['query', query.page_height === undefined ? 'page_height' : 'page_width'],
			'page_height and page_width belong together',
		);
	}
	if (
		query.pdfa_compliant !== undefined &&
		!/^(?:true|false|0|1)$/i.test(String(query.pdfa_compliant))
	) {
		validation.fail(
			['query', 'pdfa_compliant'],
			'value could not be parsed to a boolean',
			'type_error.bool',
		);
	}
	return { validation, options };
}

function millimetres(validation: Validation, query: Query, name: string): number | null {
	const value = query[name];
	if (value === undefined) return null;
	const number = Number(value);
	if (value !== '' && number >= 50 && number <= 600) return number;
	validation.fail(
		['query', name],
		'ensure this value is a number from 50 to 600',
		'value_error.number',
	);
	return null;
}

async function pagesOf(
	processing: Processing,
	numbers: number[],
	{ images }: Parts,
): Promise<PdfPage[]> {
	const pages: PdfPage[] = [];
	for (const number of numbers) {
		const page = processing.pages[number - 1];
		const jpeg = await images.page(processing, number);
		if (page && jpeg) pages.push({ page, jpeg });
	}
	return pages;
}

function baseName({ fileName }: Processing): string {
	return fileName.replace(/\.\w+$/, '').replace(/[^\w.-]+/g, '_') || 'document';
}

function sendPdf(
	reply: FastifyReply,
	{ settings }: Account<Settings>,
	name: string,
	pdf: Buffer,
): FastifyReply {
	reply.type('application/pdf').header('content-disposition', `attachment; filename="${name}.pdf"`);
	return reply.send(sendFilledUp(reply, 'application/pdf', pdf, settings.downloadSize));
}
