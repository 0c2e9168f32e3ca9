import { createFakeResend } from '../../infrastructure/mail/fake-resend.ts';

// The stand-in for the mail provider in a process of its own. It forgets what it was sent, as thousands come.
const provider = await createFakeResend();
let delivered = 0;
setInterval(() => {
  provider.requests.length = 0;
  delivered += provider.delivered.size;
  provider.delivered.clear();
}, 1000).unref();
console.log(`The site is at ${provider.url}/`);
process.on('SIGTERM', () => {
  console.log(`delivered ${delivered + provider.delivered.size}`);
  process.exit(0);
});
