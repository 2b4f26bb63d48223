// Reads a JSON array of JSON-LD documents and writes the N-Quads of each, as a JSON array. Fetches nothing.
const jsonld = require('jsonld');
const documentLoader = (url) => Promise.reject(new Error(`asked to fetch ${url}`));
let text = '';
process.stdin.on('data', (piece) => { text += piece; });
process.stdin.on('end', async () => {
  const found = [];
  for (const document of JSON.parse(text)) {
    found.push(await jsonld.toRDF(document, {format: 'application/n-quads', documentLoader}));
  }
  process.stdout.write(JSON.stringify(found));
});
