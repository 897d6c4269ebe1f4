using Orleans.WhatsApp.Storage.Reminders;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class GrainRowsConformance(StorageFixture fixture)
{
    private readonly string _service = Guid.NewGuid().ToString("N");

    private TestStorage Storage => fixture.Storage;

    [Fact]
    public async Task Reminders_are_read_by_grain_and_by_service()
    {
        var at = Storage.Clock.GetUtcNow();
        await Storage.Reminders.Upsert(_service, new ReminderRow("chat/1", "wake", at, TimeSpan.FromMinutes(1)));
        await Storage.Reminders.Upsert(_service, new ReminderRow("chat/1", "sleep", at, TimeSpan.FromMinutes(2)));
        await Storage.Reminders.Upsert(_service, new ReminderRow("chat/2", "wake", at, TimeSpan.FromMinutes(3)));
        await Storage.Reminders.Upsert("another", new ReminderRow("chat/1", "wake", at, TimeSpan.FromMinutes(4)));

        Assert.Equal(["sleep", "wake"], (await Storage.Reminders.Read(_service, "chat/1")).Select(row => row.Name));
        Assert.Equal(3, (await Storage.Reminders.ReadAll(_service)).Count);
        var wake = (await Storage.Reminders.Read(_service, "chat/2", "wake"))!;
        Assert.Equal((at, TimeSpan.FromMinutes(3)), (wake.StartAt, wake.Period));
        Assert.Null(await Storage.Reminders.Read(_service, "chat/3", "wake"));
    }

    [Fact]
    public async Task A_reminder_is_removed_only_by_its_present_etag()
    {
        var row = new ReminderRow("chat/1", "wake", Storage.Clock.GetUtcNow(), TimeSpan.FromMinutes(1));
        var first = await Storage.Reminders.Upsert(_service, row);
        var second = await Storage.Reminders.Upsert(_service, row with { Period = TimeSpan.FromMinutes(2) });
        Assert.NotEqual(first, second);

        Assert.False(await Storage.Reminders.Remove(_service, "chat/1", "wake", first));
        Assert.Equal(second, (await Storage.Reminders.Read(_service, "chat/1", "wake"))!.ETag);
        Assert.True(await Storage.Reminders.Remove(_service, "chat/1", "wake", second));
        Assert.False(await Storage.Reminders.Remove(_service, "chat/1", "wake", second));
    }

    [Fact]
    public async Task Grain_state_is_guarded_by_its_etag()
    {
        var grain = Guid.NewGuid().ToString("N");
        Assert.Null(await Storage.GrainState.Read(grain, "pace"));

        var first = (await Storage.GrainState.Write(grain, "pace", new byte[] { 1 }, null))!;
        Assert.Null(await Storage.GrainState.Write(grain, "pace", new byte[] { 9 }, null));
        var second = (await Storage.GrainState.Write(grain, "pace", new byte[] { 2 }, first))!;
        Assert.Null(await Storage.GrainState.Write(grain, "pace", new byte[] { 9 }, first));

        var row = (await Storage.GrainState.Read(grain, "pace"))!;
        Assert.Equal(new byte[] { 2 }, row.Payload.ToArray());
        Assert.Equal(second, row.ETag);
        Assert.False(await Storage.GrainState.Clear(grain, "pace", first));
        Assert.True(await Storage.GrainState.Clear(grain, "pace", second));
        Assert.Null(await Storage.GrainState.Read(grain, "pace"));
    }
}
