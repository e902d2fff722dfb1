/**
 * The audits of GraphQL over HTTP by the people who write its specification, against a running API: one line of JSON each.
 * AUDIT_URL is the API, AUDIT_HOST the address of an organization, AUDIT_TOKEN a token of somebody there.
 */
import { Buffer } from 'node:buffer';
import { request } from 'node:http';
import { env, stdout } from 'node:process';
import { serverAudits } from 'graphql-http';

/** As fetch, which would send the URL's host: names under .localhost resolve in browsers, not here. */
function ask(url, { method = 'GET', headers = {}, body } = {}) {
  const asked = request(url, {
    method,
    headers: { ...headers, host: env.AUDIT_HOST, authorization: `Bearer ${env.AUDIT_TOKEN}` },
  });
  return new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        resolve(new globalThis.Response(Buffer.concat(parts), { status: answer.statusCode, headers: answer.headers }));
      });
    });
    asked.end(body);
  });
}

for (const audit of serverAudits({ url: env.AUDIT_URL, fetchFn: ask })) {
  const { id, name, status, reason } = await audit.fn();
  stdout.write(`${JSON.stringify({ id, name, status, reason })}\n`);
}
