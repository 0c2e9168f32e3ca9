import type { ContentIssue } from '../content-files/content-issue.ts';
import type { Content } from '../content-files/read-content.ts';
import { mdxEntries } from './walk.ts';

/** The components whose styles `charts: true` adds to a page. */
const chartComponent = /<(Chart|TimelineChart|PlaceList|ProcessDiagram)\b/;

/** Charts of figures that do not compare, and pages whose `charts` key does not match their text. */
export function invalidCharts(content: Content): ContentIssue[] {
  const found: ContentIssue[] = [];
  for (const [id, { whole, parts }] of Object.entries(content.charts)) {
    const figures = [whole, ...parts].flatMap((part) => (part && content.figures[part.figure]) ?? []);
    for (const key of ['as_of', 'source'] as const) {
      const values = [...new Set(figures.map((figure) => figure[key]))];
      if (values.length > 1)
        found.push({
          file: 'content/charts.yaml',
          path: id,
          message: `draws figures whose "${key}" differs (${values.join(', ')}), so that they do not compare. Draw them apart`,
        });
    }
  }
  for (const { file, body, data } of mdxEntries(content)) {
    const hasChart = chartComponent.test(body);
    const loadsStyles = 'charts' in data && data.charts;
    if (hasChart && !loadsStyles) {
      const message = 'is missing, and the page has a drawing. Write "charts: true", which brings their style';
      found.push({ file, path: 'charts', message });
    }
    if (!hasChart && loadsStyles) found.push({ file, path: 'charts', message: 'is true, and the page has no drawing. Leave it out' });
  }
  return found;
}
