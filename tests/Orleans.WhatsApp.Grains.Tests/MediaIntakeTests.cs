using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Grains;

public sealed class MediaIntakeTests : IDisposable
{
    private readonly FakeWhatsApp _provider = new(TimeProvider.System) { Media = new FetchedMedia.Fetched(new MemoryStream([1]), "image/jpeg", "") };
    private readonly FakeMedia _media = new();
    private readonly MediaIntake _intake;

    public MediaIntakeTests() => _intake = new(_media, _media);

    [Fact]
    public async Task A_tenant_whose_provider_hangs_keeps_no_other_tenant_from_its_files()
    {
        var hangs = new TaskCompletionSource();
        var slow = new TenantId(Guid.NewGuid());
        _provider.BeforeFetch = () => hangs.Task;
        var waiting = Enumerable.Range(0, 20).Select(_ => Take(slow)).ToList();

        _provider.BeforeFetch = null;
        var other = await Take(new TenantId(Guid.NewGuid()));
        Assert.Contains("\"kept\"", other.Attachments, StringComparison.Ordinal);
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        hangs.SetResult();
        Assert.All(await Task.WhenAll(waiting), report => Assert.Contains("\"kept\"", report.Attachments, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_wait_any_longer_takes_no_place()
    {
        var hangs = new TaskCompletionSource();
        var tenant = new TenantId(Guid.NewGuid());
        _provider.BeforeFetch = () => hangs.Task;
        var running = Enumerable.Range(0, 2).Select(_ => Take(tenant)).ToList();
        using var stop = new CancellationTokenSource();
        var given = Take(tenant, stop: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        hangs.SetResult();
        await Task.WhenAll(running);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Take(tenant)));
    }

    [Theory, InlineData("img"), InlineData("audio")]
    public async Task What_was_fetched_is_disposed_of_once_it_is_kept(string kind)
    {
        var content = new MemoryStream([1, 2, 3]);
        _provider.Give = () => new FetchedMedia.Fetched(content, "audio/ogg; codecs=opus", "");
        var report = await Take(new TenantId(Guid.NewGuid()), kind);
        Assert.Contains("\"kept\"", report.Attachments, StringComparison.Ordinal);
        Assert.False(content.CanRead);
    }

    [Fact]
    public async Task What_was_fetched_and_could_not_be_kept_is_disposed_of_as_well()
    {
        var content = new MemoryStream([1, 2, 3]);
        _provider.Give = () => new FetchedMedia.Fetched(content, "audio/ogg", "");
        _media.BeforeSave = () => throw new MediaStoreException("Full.", new IOException());
        await Assert.ThrowsAsync<MediaStoreException>(() => Take(new TenantId(Guid.NewGuid())));
        Assert.False(content.CanRead);
    }

    public void Dispose() => _intake.Dispose();

    private Task<MediaReport> Take(TenantId tenant, string kind = "img", CancellationToken stop = default)
    {
        var chat = new ChatKey(tenant, new(Guid.NewGuid()), new(Guid.NewGuid()));
        var fetch = new ChatEffect.FetchMedia(MessageId.OfProvider(chat.Chat, "m1"), "m1", [new Attachment("a1", kind) { State = MediaState.Pending }]);
        return _intake.Take(_provider, "account", chat, fetch, stop);
    }
}
