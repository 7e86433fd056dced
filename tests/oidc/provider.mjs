// A sign-in service for tests: oidc-provider with one client, whose accounts are whatever login is typed; "other:karim" is another
// account that bears the name karim.
// Told in the environment: PORT, CLIENT (JSON of the client's metadata). Prints "ready" once it listens.
import Provider from "oidc-provider";

const issuer = `http://127.0.0.1:${process.env.PORT}`;
const provider = new Provider(issuer, {
  clients: [JSON.parse(process.env.CLIENT)],
  claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
  cookies: { keys: ["for tests alone"] },
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
  // It calls nobody on this machine by itself.
  fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: `id-of-${id}`, preferred_username: id.split(":").at(-1), email: `${id}@example.uz`, email_verified: false }),
  }),
  pkce: { required: () => true },
});
for (const event of ["server_error", "backchannel.error"]) provider.on(event, (...told) => console.error(event, ...told));
provider.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
