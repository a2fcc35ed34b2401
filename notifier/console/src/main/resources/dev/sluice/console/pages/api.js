// Speaks with the API of the server that the page came from. The session is a cookie that no script sees.
const BASE = '../api/v1';
const LIMIT_MILLIS = 60000;

let csrf = '';
let name = '';
let provider = '';
let sessionChanged = () => {};

// What is called when the session is over, with null, or when another login in this browser has taken its place.
export function onSession(callback) {
  sessionChanged = callback;
}

// Who is logged in; null if nobody is.
export async function session() {
  const answer = await request('GET', '/session');
  provider = answer.signIn || '';
  return keep(answer);
}

// What the OpenID Connect provider is called with which people log in; empty if there is none. Known after session().
export function providerName() {
  return provider;
}

// Begins a login with it. Returns its page's address.
export async function startSignIn() {
  return (await request('POST', '/session/oidc/start')).address;
}

// Opens a session with the { code, state } that it sent this browser back with.
export async function finishSignIn(answer) {
  return keep(await request('POST', '/session/oidc/callback', JSON.stringify(answer), { 'Content-Type': 'application/json' }));
}

// Opens a session with { token } or { code }.
export async function login(proof) {
  return keep(await request('POST', '/session', JSON.stringify(proof), { 'Content-Type': 'application/json' }));
}

export async function logout() {
  await request('DELETE', '/session');
  keep({});
}

function keep(answer) {
  csrf = answer.csrf || '';
  name = answer.name || '';
  return answer.name ? answer : null;
}

// exact: parameters that are sent even if they are empty.
export function get(path, query = {}, exact = {}) {
  const given = [...Object.entries(query).filter(([, value]) => value), ...Object.entries(exact)];
  return request('GET', given.length === 0 ? path : path + '?' + new URLSearchParams(given));
}

// Orders something; the same key for each try of one order.
export function post(path, body, key) {
  return request('POST', path, JSON.stringify(body), { 'Content-Type': 'application/json', 'Idempotency-Key': key });
}

export function sendYaml(method, path, document) {
  return request(method, path, document, { 'Content-Type': 'application/yaml' });
}

export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

// The answer's JSON, or null. Throws { problem }, in the form of RFC 9457, for every refusal and failure.
async function request(method, path, body, headers = {}) {
  let response;
  let answer = null;
  try {
    response = await fetch(BASE + path, {
      method,
      body,
      headers: method === 'GET' ? headers : { ...headers, 'X-Sluice-Csrf': csrf },
      cache: 'no-store',
      signal: AbortSignal.timeout(LIMIT_MILLIS),
    });
    answer = response.status === 204 ? null : await response.json();
  } catch (error) {
    // Refusals of others on the way are no JSON; their status tells enough.
    if (!response || response.ok || error.name === 'TimeoutError') {
      throw refusal({ title: 'The server does not answer', detail: 'The server does not answer as it should.', advice: 'Is it running? Try again.' });
    }
  }
  if (response.ok) {
    return answer;
  }
  if (response.status === 401 && !path.startsWith('/session')) {
    sessionChanged(null);
  }
  if (response.status === 403 && method !== 'GET' && await renewed()) {
    return request(method, path, body, headers);
  }
  throw refusal(answer || { title: 'The server answered ' + response.status });
}

// Whether another tab's login has changed what requests have to say. If it was the same person's, the request may be sent
// again; it did nothing.
async function renewed() {
  const [oldCsrf, oldName] = [csrf, name];
  const now = await session();
  if (csrf === oldCsrf) {
    return false;
  }
  sessionChanged(now);
  if (now && name === oldName) {
    return true;
  }
  throw refusal({
    title: 'Another login',
    detail: now ? `This browser is now logged in as ${name}; nothing was ordered.` : 'You logged out in another tab.',
  });
}

function refusal(problem) {
  return Object.assign(new Error(problem.detail || problem.title), { problem });
}

// The problem of whatever was thrown; a bug of ours goes on.
export function problemOf(error) {
  if (!error.problem) {
    throw error;
  }
  return error.problem;
}
