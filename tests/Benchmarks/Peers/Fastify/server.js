// Fastify with pg: each request parses its body, inserts one row on a connection of the pool, and is answered when that is committed.
import Fastify from "fastify";
import pg from "pg";

const [port, host, databasePort, user, database, poolSize] = process.argv.slice(2);
const pool = new pg.Pool({ host, port: Number(databasePort), user, database, max: Number(poolSize) });
const app = Fastify({ logger: false });

app.post("/webhooks/unipile", async (request) => {
  const told = request.body;
  await pool.query({
    name: "insert",
    text: "insert into webhooks (account_id, chat_id, message_id, body) values ($1, $2, $3, $4) on conflict (account_id, message_id) do nothing",
    values: [told.account_id, told.chat_id, told.message_id, JSON.stringify(told)],
  });
  return { status: "received" };
});
app.get("/health/ready", async () => "ready");
await app.listen({ port: Number(port), host: "127.0.0.1" });
