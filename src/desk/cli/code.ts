import { demonstrationCode } from '../round/offer-accept-sign.js';

// `npm run code`: with this and the password of the demonstration's official somebody signs appointments.
process.stdout.write(`${demonstrationCode()}\n`);
