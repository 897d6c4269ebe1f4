using System.Buffers.Binary;
using Npgsql;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Storage.Tests.Postgres;

public sealed class IncarnationLockTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    /// <summary>Another lock for the same name, and the two versions of an upgrade would take each other for dead and settle each other's running sends.</summary>
    [Fact]
    public async Task A_process_of_an_earlier_version_is_known_to_live_by_the_lock_that_it_takes()
    {
        const string Name = "0123456789abcdef0123456789abcdef";
        await using var theirs = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(fixture.ConnectionString) { Pooling = false });
        await using (var connection = await theirs.OpenConnectionAsync())
        {
            await using var take = new NpgsqlCommand("select pg_advisory_lock(8701114224149418183)", connection);
            await take.ExecuteNonQueryAsync();
            Assert.False(await fixture.Storage.Incarnation.IsGone(Name));
        }

        await Until("a process to be gone whose lock's connection is closed", () => fixture.Storage.Incarnation.IsGone(Name));
    }

    /// <summary>As where the network was gone for a while and the server has not noticed yet that the old connection is.</summary>
    [Fact]
    public async Task A_process_whose_former_lock_is_not_free_yet_goes_on_under_a_new_name_and_takes_the_former_lock_later()
    {
        var incarnation = fixture.Storage.Incarnation;
        var former = incarnation.Current;
        var key = BinaryPrimitives.ReadInt64BigEndian(NameBasedId.Make(Guid.Parse("5b0c2f6e-7f2e-4a3e-9a56-2f6a3f1d8c11"), former).ToByteArray(bigEndian: true));
        await using var others = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(fixture.ConnectionString) { Pooling = false });
        await using (var waiting = await others.OpenConnectionAsync())
        {
            await using var take = new NpgsqlCommand("select pg_advisory_lock($1)", waiting) { Parameters = { new() { Value = key } } };
            var taken = take.ExecuteNonQueryAsync();
            await Cut(key);
            await taken;
            await Until("it to have a new name", () => Task.FromResult(IsNamed() && incarnation.Current != former));
            Assert.True(incarnation.IsOurs(former));
        }

        await Until("its former lock to be its own again", async () => !await IsFree(key));
        Assert.False(await incarnation.IsGone(incarnation.Current));

        bool IsNamed()
        {
            try
            {
                return incarnation.Current.Length > 0;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        // Whoever holds it and not who waits for it.
        async Task Cut(long key)
        {
            await using var cut = others.CreateCommand("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and (classid::bigint << 32 | objid::bigint) = $1");
            cut.Parameters.Add(new() { Value = key });
            await cut.ExecuteNonQueryAsync();
        }

        async Task<bool> IsFree(long key)
        {
            await using var probe = others.CreateCommand("select pg_try_advisory_xact_lock($1)");
            probe.Parameters.Add(new() { Value = key });
            return (bool)(await probe.ExecuteScalarAsync())!;
        }
    }

    private static async Task Until(string what, Func<Task<bool>> fact)
    {
        for (var tries = 0; !await fact(); tries++)
        {
            Assert.True(tries < 400, $"Nobody saw {what}.");
            await Task.Delay(50);
        }
    }
}
