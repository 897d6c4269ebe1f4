using Npgsql;

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

        for (var tries = 0; !await fixture.Storage.Incarnation.IsGone(Name); tries++)
        {
            Assert.True(tries < 100, "The lock's connection is closed, and yet its process is not known to be gone.");
            await Task.Delay(50);
        }
    }
}
