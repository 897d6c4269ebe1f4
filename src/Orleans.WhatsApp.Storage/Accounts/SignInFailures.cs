using System.Security.Cryptography;
using System.Text;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Accounts;

/// <summary>Two rows for each try: one by the address's hash, which counts all, and one by that with the network's hash behind it.</summary>
internal sealed class SignInFailures(IDatabase database) : ISignInFailures
{
    private const string Select = "select address_hash, failures, locked_until from sign_in_failures where address_hash in (@all, @one)";

    public Task<FailedTries> Of(string email, string network) => database.Read(session => Read(session, Hash(email), HashWith(email, network)));

    private const string Upsert = """
        insert into sign_in_failures (address_hash, failures, since, locked_until) values (@address, 1, @now, null)
        on conflict (address_hash) do update set
          failures = case when sign_in_failures.since <= @window_start then 1 else sign_in_failures.failures + 1 end,
          since = case when sign_in_failures.since <= @window_start then excluded.since else sign_in_failures.since end,
          locked_until = case
            when sign_in_failures.since <= @window_start then null
            when sign_in_failures.failures + 1 >= @limit then @until
            else sign_in_failures.locked_until end
        """;

    // The address's own row first, so that two who try it at once wait for each other and never each for the other.
    public Task<FailedTries> Count(string email, string network, DateTimeOffset now, TriesAllowed allowed, Func<FailedTries, IEnumerable<AuditEntry>>? notes = null) => database.Write(async session =>
    {
        var (all, one) = (Hash(email), HashWith(email, network));
        foreach (var (address, limit) in ((string, int)[])[(all, allowed.OfAll), (one, allowed.OfNetwork)])
            await session.Execute(new(Upsert, ("address", address), ("now", now), ("window_start", now - allowed.Window), ("limit", limit), ("until", now + allowed.LockFor)));
        var tries = await Read(session, all, one);
        foreach (var note in notes?.Invoke(tries) ?? []) await session.Execute(AuditStatements.Insert(note));
        return tries;
    });

    private const string Delete = "delete from sign_in_failures where address_hash = @address";

    public Task Forget(string email, string network) => database.Execute(new(Delete, ("address", HashWith(email, network))));

    // Seldom, and of a table that is tidied every few minutes.
    private const string DeleteAll = "delete from sign_in_failures where substr(address_hash, 1, 64) = @address";

    public Task ForgetAll(string email) => database.Execute(new(DeleteAll, ("address", Hash(email))));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(UserStatements.Lower(text))));

    private static string HashWith(string email, string network) => $"{Hash(email)}:{Hash($"{email} {network}")}";

    private static async ValueTask<FailedTries> Read(ISqlSession session, string all, string one)
    {
        var rows = await session.Query(new(Select, ("all", all), ("one", one)), row => (Address: row.Text(0), Tries: row.Int(1), LockedUntil: row.TimeOrNull(2)));
        int Tries(string address) => rows.FirstOrDefault(row => row.Address == address).Tries;
        return new(Tries(one), Tries(all), rows.Max(row => row.LockedUntil));
    }
}
