using System.Security.Cryptography;
using System.Text;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Sql;

namespace Orleans.WhatsApp.Storage.Accounts;

internal sealed class SignInFailures(IDatabase database) : ISignInFailures
{
    private const string Select = "select failures, locked_until from sign_in_failures where address_hash = @address";

    public async Task<FailedTries> Of(string email) => await database.First(new(Select, ("address", Hash(email))), Read) ?? FailedTries.None;

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

    public Task<FailedTries> Count(
        string email, DateTimeOffset now, int limit, TimeSpan window, TimeSpan lockFor, Func<FailedTries, IEnumerable<AuditEntry>>? notes = null) => database.Write(async session =>
    {
        var address = Hash(email);
        await session.Execute(new(
            Upsert, ("address", address), ("now", now), ("window_start", now - window), ("limit", limit), ("until", now + lockFor)));
        var tries = (await session.First(new(Select, ("address", address)), Read))!;
        foreach (var note in notes?.Invoke(tries) ?? []) await session.Execute(AuditStatements.Insert(note));
        return tries;
    });

    private const string Delete = "delete from sign_in_failures where address_hash = @address";

    public Task Forget(string email) => database.Execute(new(Delete, ("address", Hash(email))));

    private static string Hash(string email) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(UserStatements.Lower(email))));

    private static FailedTries Read(Row row) => new(row.Int(0), row.TimeOrNull(1));
}
