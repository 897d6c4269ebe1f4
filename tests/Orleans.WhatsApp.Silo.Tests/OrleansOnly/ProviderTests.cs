using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.WhatsApp.Silo.Hosting;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Testing;

namespace Orleans.WhatsApp.Silo;

/// <summary>Orleans' own providers, as the silo configures them, over the tables and queries of <c>deploy/sql</c>.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("channel", "one's /key");
    private string _database = "";
    private WebApplication _silo = null!;

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.Get()).NewDatabase();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = _database,
            ["Orleans:SiloPort"] = FreePort(),
            ["Orleans:GatewayPort"] = FreePort(),
            ["urls"] = "http://127.0.0.1:0",
        });
        builder.Logging.ClearProviders();
        builder.AddStorage();
        builder.Services.AddSingleton<Sweeping>();
        builder.UseOrleans(silo => silo.UseRuntime(builder.Configuration));
        _silo = builder.Build();
        await _silo.Services.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);
        await _silo.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _silo.StopAsync();
        await _silo.DisposeAsync();
        await PostgresServer.DropDatabase(_database);
    }

    [Fact]
    public async Task A_state_is_written_read_and_cleared_and_a_stale_writer_is_refused()
    {
        var storage = _silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var (mine, theirs) = (new GrainState<Pace>(), new GrainState<Pace>());
        await storage.ReadStateAsync("pace", Grain, mine);
        Assert.Equal((false, 0), (mine.RecordExists, mine.State!.Sent));
        await storage.ReadStateAsync("pace", Grain, theirs);

        mine.State.Sent = 1;
        await storage.WriteStateAsync("pace", Grain, mine);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("pace", Grain, theirs));
        await storage.ReadStateAsync("pace", Grain, theirs);
        Assert.Equal((true, 1, mine.ETag), (theirs.RecordExists, theirs.State!.Sent, theirs.ETag));

        theirs.State.Sent = 2;
        await storage.WriteStateAsync("pace", Grain, theirs);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("pace", Grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("pace", Grain, mine));

        await storage.ClearStateAsync("pace", Grain, theirs);
        await storage.ReadStateAsync("pace", Grain, mine);
        Assert.Equal((false, 0), (mine.RecordExists, mine.State!.Sent));
        await storage.WriteStateAsync("pace", Grain, mine);
        await storage.ReadStateAsync("pace", Grain, theirs);
        Assert.True(theirs.RecordExists);
    }

    [Fact]
    public async Task A_reminder_is_found_by_its_grain_and_by_its_place_on_the_ring_and_removed_by_who_has_read_it()
    {
        var table = _silo.Services.GetRequiredService<IReminderTable>();
        var entry = new ReminderEntry { GrainId = Grain, ReminderName = "wake", StartAt = DateTime.UtcNow, Period = TimeSpan.FromDays(40) };
        var first = await table.UpsertRow(entry);
        var second = await table.UpsertRow(entry);
        Assert.NotEqual(first, second);

        var row = Assert.IsType<ReminderEntry>(await table.ReadRow(Grain, "wake"));
        Assert.Equal((Grain, "wake", entry.Period, second), (row.GrainId, row.ReminderName, row.Period, row.ETag));
        Assert.Equal(entry.StartAt, row.StartAt, TimeSpan.FromMilliseconds(1));
        Assert.Null(await table.ReadRow(Grain, "other"));
        Assert.Single((await table.ReadRows(Grain)).Reminders);

        var hash = Grain.GetUniformHashCode();
        Assert.Single((await table.ReadRows(0, 0)).Reminders);
        Assert.Single((await table.ReadRows(hash - 1, hash)).Reminders);
        Assert.Empty((await table.ReadRows(hash, hash + 1)).Reminders);
        Assert.Single((await table.ReadRows(hash + 1, hash)).Reminders);

        Assert.False(await table.RemoveRow(Grain, "wake", first!));
        Assert.True(await table.RemoveRow(Grain, "wake", second!));
        Assert.False(await table.RemoveRow(Grain, "wake", second!));
        Assert.NotEqual(second, await table.UpsertRow(entry));
    }

    [Fact]
    public async Task Of_two_changes_of_the_membership_that_saw_the_same_version_one_is_refused()
    {
        var table = _silo.Services.GetRequiredService<IMembershipTable>();
        var seen = await table.ReadAll();
        Assert.Equal(SiloStatus.Active, Assert.Single(seen.Members).Item1.Status);

        var other = Member(seen.Members[0].Item1, port: 1);
        Assert.True(await table.InsertRow(other, seen.Version.Next()));
        Assert.False(await table.InsertRow(Member(other, port: 2), seen.Version.Next()));
        var next = await table.ReadRow(other.SiloAddress);
        Assert.False(await table.InsertRow(other, next.Version.Next()));

        other.Status = SiloStatus.Dead;
        other.AddSuspector(seen.Members[0].Item1.SiloAddress, DateTime.UtcNow);
        Assert.False(await table.UpdateRow(other, "", seen.Version.Next()));
        Assert.True(await table.UpdateRow(other, "", next.Version.Next()));
        var dead = Assert.Single((await table.ReadRow(other.SiloAddress)).Members).Item1;
        Assert.Equal((SiloStatus.Dead, "other", 1), (dead.Status, dead.SiloName, dead.SuspectTimes?.Count));

        await table.UpdateIAmAlive(other);
        await table.CleanupDefunctSiloEntries(DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal(SiloStatus.Active, Assert.Single((await table.ReadAll()).Members).Item1.Status);
    }

    private static MembershipEntry Member(MembershipEntry like, int port) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 1),
        SiloName = "other",
        HostName = like.HostName,
        Status = SiloStatus.Created,
        ProxyPort = port,
        StartTime = like.StartTime,
        IAmAliveTime = like.IAmAliveTime,
    };

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    public sealed class Pace
    {
        public int Sent { get; set; }
    }
}
