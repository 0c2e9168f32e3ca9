import { EDITOR_REPOSITORY } from 'virtual:editor';
import { readContent } from '../../content-files/read-content.ts';
import { cmsConfig } from '../config.ts';

export const prerender = true;

export const GET = async () => Response.json(cmsConfig((await readContent(process.cwd())).content, EDITOR_REPOSITORY));
