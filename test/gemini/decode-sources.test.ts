import { expect, test } from 'vitest';
import { decode } from '../../src/gemini/decode.ts';

test('the pages that were searched and read are told with their titles, each once', () => {
  expect(
    sources({
      groundingMetadata: {
        webSearchQueries: ['weather'],
        searchEntryPoint: { renderedContent: '<div>' },
        groundingChunks: [
          { web: { uri: 'https://a.example/weather?q=1', title: ' Weather\n in\u202e Ulm ' } },
          { web: { uri: 'http://b.example', domain: 'b' } },
          { web: { uri: 'https://a.example/weather?q=1', title: 'Again' } },
          { retrievedContext: { uri: 'gs://bucket/file' } },
          { web: {} },
        ],
      },
      urlContextMetadata: {
        urlMetadata: [
          {
            retrievedUrl: 'https://c.example/',
            urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_SUCCESS',
          },
          {
            retrievedUrl: 'https://d.example/',
            urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_PAYWALL',
          },
          { retrievedUrl: 'https://e.example/' },
        ],
      },
    }),
  ).toEqual([
    { title: 'Weather in Ulm', url: 'https://a.example/weather?q=1' },
    { title: 'b', url: 'http://b.example/' },
    { title: 'c.example', url: 'https://c.example/' },
    { title: 'e.example', url: 'https://e.example/' },
  ]);
});

test('metadata without pages say nothing', () => {
  const serverContent = {
    groundingMetadata: {},
    urlContextMetadata: { urlMetadata: [] },
  };
  expect(decode({ serverContent })).toEqual([]);
});

test.each([
  ['javascript:alert(1)'],
  ['file:///etc/passwd'],
  ['data:text/html,hi'],
  ['//a.example/'],
  ['a.example'],
  ['https://user@a.example/'],
  ['https://:word@a.example/'],
  ['https://'],
  [`https://a.example/${'a'.repeat(2_048)}`],
  [5],
])('%s is no source', (uri) => {
  const groundingChunks = [{ web: { uri, title: 'Odd' } }];
  const events = decode({ serverContent: { groundingMetadata: { groundingChunks } } });
  expect(events.map(({ type }) => type)).toEqual(['malformed']);
});

test('of very many pages the first twenty are told, with titles of bounded length', () => {
  const groundingChunks = Array.from({ length: 100 }, (_, index) => ({
    web: { uri: `https://a.example/${index}`, title: '👋'.repeat(1_000) },
  }));
  const found = sources({ groundingMetadata: { groundingChunks } });
  expect(found.map(({ url }) => url)).toEqual(
    groundingChunks.slice(0, 20).map(({ web }) => web.uri),
  );
  expect(found[0]?.title).toBe('👋'.repeat(100));
});

function sources(serverContent: object) {
  const [event, ...others] = decode({ serverContent });
  expect(others).toEqual([]);
  return event?.type === 'sources' ? event.sources : [];
}
