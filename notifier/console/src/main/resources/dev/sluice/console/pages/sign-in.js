// A login with the OpenID Connect provider: to its page, and back with its answer in the address.
import { finishSignIn, startSignIn } from './api.js';

const KEPT = 'sluice-return-to';
const ERROR = /^[a-z_]{1,64}$/;

// Goes to the provider's page. The page that was asked for is shown after the login.
export async function leaveToSignIn() {
  const address = await startSignIn();
  sessionStorage.setItem(KEPT, location.hash);
  location.assign(address);
}

// What the provider sent this browser back with, or null. It leaves the address, and with it the history.
export function takeAnswer() {
  const query = new URLSearchParams(location.search);
  if (!query.has('state')) {
    return null;
  }
  history.replaceState(null, '', location.pathname + (sessionStorage.getItem(KEPT) || location.hash));
  sessionStorage.removeItem(KEPT);
  return { code: query.get('code'), state: query.get('state'), error: query.get('error') };
}

// Opens a session with it. Whoever made the address may have written the error: only a word of the standard is shown.
export async function signIn({ code, state, error }) {
  if (code) {
    return finishSignIn({ code, state });
  }
  const problem = { detail: 'The provider logged nobody in: ' + (ERROR.test(error) ? error.replaceAll('_', ' ') : 'it gave no reason') };
  throw Object.assign(new Error(problem.detail), { problem });
}
