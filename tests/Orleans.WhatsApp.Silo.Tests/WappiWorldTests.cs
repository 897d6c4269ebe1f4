using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Channels.Wappi;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Media;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Silo;

/// <summary>The channel against a world that speaks Wappi's protocol, and mixes up the answers of calls that overlap.</summary>
public sealed class WappiWorldTests : IAsyncLifetime
{
    private SimulatedWorld _world = null!;
    private SimulatedAccount _profile = null!;
    private ServiceProvider _services = null!;
    private IChannel _channel = null!;

    public async Task InitializeAsync()
    {
        _world = await SimulatedWorld.Start();
        _profile = _world.Wappi.AddProfile("+79000000099");
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Wappi:BaseUrl"] = _world.Url.ToString(), ["Wappi:Token"] = _world.Options.WappiToken, ["Wappi:WebhookSecret"] = "secret", ["Media:AllowLoopback"] = "true",
        }).Build();
        _services = new ServiceCollection().AddLogging().AddWappi(settings).AddMedia(settings).AddSingleton<IChannelStore, NoChannels>().BuildServiceProvider();
        _channel = _services.GetRequiredService<IChannel>();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task What_a_contact_and_a_person_write_is_polled_once()
    {
        var ayse = _world.Contact("+905551234567", "Ayşe");
        var (told, cursor) = (new List<string>(), "");
        await Poll();
        ayse.Write("Merhaba", _profile);
        await Poll();
        _world.Phone(_profile).Write(ayse, "typed");
        await Poll();
        await Poll();
        Assert.Equal(["contact Merhaba", "us typed"], told);
        Assert.Equal(0, _world.Wappi.Overlaps);

        async Task Poll()
        {
            var polled = await _channel.Poll(_profile.Id, cursor, CancellationToken.None);
            cursor = polled!.Cursor;
            told.AddRange(polled.Events.Select(one => (one.Event as InboundEvent.ToChat)?.Input switch
            {
                ChatInput.ContactWrote wrote => $"contact {wrote.Text}",
                ChatInput.OwnNumberWrote own => $"us {own.Message.Text}",
                _ => "",
            }).Where(word => word.Length > 0));
        }
    }

    [Fact]
    public async Task Many_sends_at_once_each_get_their_own_answer()
    {
        var ayse = _world.Contact("+905551234567");
        ayse.Write("hi", _profile);
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => _channel.Send(_profile.Id, "905551234567", new OutgoingMessage($"text {number}", ""))));
        var received = await ayse.WaitForReceived(10);

        Assert.Equal(10, received.Count);
        for (var number = 0; number < results.Length; number++)
        {
            var id = Assert.IsType<SendResult.Accepted>(results[number]).ProviderMessageId;
            var found = await _channel.FindSent(_profile.Id, "905551234567", new SentMessage($"text {number}"), TimeProvider.System.GetUtcNow().AddMinutes(-1), CancellationToken.None);
            Assert.Equal(id, Assert.Single(found!.Value).ProviderMessageId);
        }

        Assert.Equal(0, _world.Wappi.Overlaps);
    }

    /// <summary>As after a call whose answer was lost; what is polled of it is our own send and nobody's.</summary>
    [Theory, InlineData("image", "image/jpeg", "look"), InlineData("document", "application/pdf", ""), InlineData("audio", "audio/ogg", "")]
    public async Task A_file_that_was_sent_is_found_again(string type, string mimeType, string caption)
    {
        var ayse = _world.Contact("+905551234567");
        ayse.Write("hi", _profile);
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var file = new Chats.MessageContent.Media(Guid.NewGuid(), type, mimeType, "file.bin", caption, 4);
        var sent = await _channel.Send(_profile.Id, "905551234567", new OutgoingMessage(caption, "") { Content = file, File = new byte[] { 1, 2, 3, 4 } });
        var id = Assert.IsType<SendResult.Accepted>(sent).ProviderMessageId;

        var copy = new SentMessage(caption, type);
        Assert.Equal(id, Assert.Single((await _channel.FindSent(_profile.Id, "905551234567", copy, since, CancellationToken.None))!.Value).ProviderMessageId);
        var echo = (await _channel.Pull(_profile.Id, "905551234567", since, CancellationToken.None))!.Select(one => one.Event.Input).OfType<ChatInput.OwnNumberWrote>().Single();
        Assert.True(copy.IsShownAs(echo.Message));
    }

    [Fact]
    public async Task A_picture_is_pulled_and_fetched()
    {
        var ayse = _world.Contact("+905551234567");
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        ayse.Send(SimulatedAttachment.Image(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }), "look", _profile);
        var pulled = Assert.Single((await _channel.Pull(_profile.Id, "905551234567", since, CancellationToken.None))!);
        var wrote = Assert.IsType<ChatInput.ContactWrote>(pulled.Event.Input);
        var attachment = Assert.Single(wrote.Attachments);
        Assert.Equal(("look", "img"), (wrote.Text, attachment.Kind));
        var fetched = Assert.IsType<FetchedMedia.Fetched>(await _channel.Fetch(_profile.Id, pulled.Event.ProviderMessageId, attachment, CancellationToken.None));
        await using var content = fetched.Content;
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes);
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xE0], bytes);
    }

    [Fact]
    public async Task A_profile_is_linked_by_its_code()
    {
        var profile = _world.Wappi.AddProfile(authorized: false);
        var linked = Assert.IsType<ConnectResult.Linked>(await _channel.Connect(null, new ConnectWith(profile.Id, _world.Options.WappiToken), CancellationToken.None));
        Assert.Equal(ChannelStatus.Pending, linked.Status);
        Assert.StartsWith("data:image/png;base64,", linked.QrCode, StringComparison.Ordinal);
        profile.Scan("+79000000077");
        Assert.Equal(new AccountReport(profile.Id, ChannelStatus.Ok, "+79000000077"), await _channel.Status(profile.Id, CancellationToken.None));
        Assert.True(await _channel.Disconnect(profile.Id, CancellationToken.None));
        Assert.Equal(ChannelStatus.NeedsReconnect, (await _channel.Status(profile.Id, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task A_profile_takes_our_address_for_its_webhook() =>
        Assert.Null(await _channel.RegisterWebhook(_profile.Id, "http://127.0.0.1:9/webhooks/wappi", CancellationToken.None));

    /// <summary>Every profile is reached by the installation's token.</summary>
    private sealed class NoChannels : IChannelStore
    {
        public Task<ChannelAccount?> Find(string provider, string accountId) => Task.FromResult<ChannelAccount?>(null);

        public Task<ChannelAccount?> Load(TenantId tenant, ChannelId channel) => throw new NotSupportedException();

        public Task<IReadOnlyList<ChannelAccount>> OfTenant(TenantId tenant) => throw new NotSupportedException();

        public Task<bool> Save(ChannelAccount account) => throw new NotSupportedException();

        public Task<ChatId?> Alias(TenantId tenant, ChannelId channel, string providerChatId) => throw new NotSupportedException();

        public Task<ChatId?> ChatWith(TenantId tenant, ChannelId channel, string contactAddress, string phoneMatchKey) => throw new NotSupportedException();

        public Task SaveAlias(TenantId tenant, ChannelId channel, string providerChatId, ChatId chat) => throw new NotSupportedException();

        public Task<string> PollCursor(TenantId tenant, ChannelId channel) => throw new NotSupportedException();

        public Task SavePollCursor(TenantId tenant, ChannelId channel, string cursor) => throw new NotSupportedException();
    }
}
