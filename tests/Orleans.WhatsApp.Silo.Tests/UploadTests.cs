using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;
using Orleans.WhatsApp.Storage.Uploads;

namespace Orleans.WhatsApp.Silo;

public sealed class UploadTests(Stage stage) : IClassFixture<Stage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IUploadRows Rows => stage.Services.GetRequiredService<IUploadRows>();

    private IMediaStore Files => stage.Services.GetRequiredService<IMediaStore>();

    [Theory, InlineData(1), InlineData(3_000_000), InlineData(Uploads.MostBytes)]
    public async Task A_file_is_kept_as_it_came_whatever_its_length(int length)
    {
        var (chat, bytes) = (await stage.NewChat(), new byte[length]);
        new Random(length).NextBytes(bytes);
        var view = (await Upload(chat, new ByteArrayContent(bytes), "Application/PDF; version=1", "../../roof plan.pdf")).Ok();
        Assert.Equal(("document", "application/pdf", "roof plan.pdf", length), (view.GetProperty("type").GetString(), view.GetProperty("mime_type").GetString(), view.GetProperty("file_name").GetString(), view.GetProperty("size").GetInt32()));
        await using var stored = await Files.Open(KeyOf(chat) with { Attachment = view.GetProperty("key").GetGuid() }, CancellationToken.None);
        Assert.Equal("application/pdf", stored!.ContentType);
        Assert.Equal(bytes, await stored.ReadAll(CancellationToken.None));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_byte_too_much_is_not_taken_whether_it_is_announced_or_not(bool isAnnounced)
    {
        var chat = await stage.NewChat();
        var bytes = new byte[Uploads.MostBytes + 1];
        using HttpContent content = isAnnounced ? new ByteArrayContent(bytes) : new InTwoParts(bytes);
        (await Upload(chat, content)).Problem(413, "payload_too_large");
        Assert.Empty(await Kept(chat));
    }

    [Fact]
    public async Task Nothing_at_all_is_no_file()
    {
        var chat = await stage.NewChat();
        (await Upload(chat, new ByteArrayContent([]))).Problem(400, "empty_file");
        Assert.Empty(await Kept(chat));
    }

    [Fact]
    public async Task A_file_whose_chat_is_erased_while_it_comes_is_not_kept()
    {
        var chat = await stage.NewChat();
        using var content = new InTwoParts(new byte[3_000_000]) { Waits = true };
        var upload = Upload(chat, content);
        await content.FirstIsOut.WaitAsync(Patience);
        (await stage.Post(stage.Admin, $"{chat}/erase")).Ok();

        content.GoOn();
        (await upload).Problem(404, "chat_not_found");
        Assert.Empty(await Kept(chat));
    }

    [Fact]
    public async Task One_that_cannot_be_deleted_then_goes_with_another_erasure()
    {
        var chat = await stage.NewChat();
        var files = new WatchedStore(Files) { BeforeDelete = _ => throw new MediaStoreException("Out of reach.", new IOException()) };
        files.BeforeSave = async () => (await stage.Post(stage.Admin, $"{chat}/erase")).Ok();
        using var uploads = Make(files);
        Assert.Equal((0, "chat_not_found"), await uploads.Keep(KeyOf(chat), "image/png", Request(new MemoryStream([1, 2, 3])), CancellationToken.None));
        Assert.Single(await Kept(chat));

        Assert.Equal(0, (await stage.Post(stage.Admin, $"{chat}/erase")).Ok().GetProperty("chats").GetArrayLength());
        Assert.Empty(await Kept(chat));
    }

    [Fact]
    public async Task What_is_large_comes_to_the_store_as_a_file_and_leaves_none_behind()
    {
        var chat = await stage.NewChat();
        var files = new WatchedStore(Files);
        using var uploads = Make(files);
        Assert.Equal((3_000_000, null), await uploads.Keep(KeyOf(chat), "image/png", Request(new MemoryStream(new byte[3_000_000])), CancellationToken.None));
        Assert.False(File.Exists(Assert.IsType<FileStream>(files.Saved).Name));
    }

    [Fact]
    public async Task A_save_of_which_nobody_knows_how_it_ended_leaves_nothing()
    {
        var chat = await stage.NewChat();
        var files = new WatchedStore(Files) { AfterSave = () => throw new MediaStoreException("The answer was lost.", new IOException()) };
        using var uploads = Make(files);
        await Assert.ThrowsAsync<MediaStoreException>(() => uploads.Keep(KeyOf(chat), "image/png", Request(new MemoryStream([1, 2, 3])), CancellationToken.None));
        Assert.Empty(await Kept(chat));
    }

    [Fact]
    public async Task It_is_known_before_it_is_saved_and_until_what_is_not_wanted_is_deleted()
    {
        var (chat, away) = (await stage.NewChat(), true);
        var key = KeyOf(chat);
        DateTimeOffset? known = null;
        var files = new WatchedStore(Files)
        {
            BeforeSave = async () => known = await Rows.WaitingSince(key),
            AfterSave = () => throw new MediaStoreException("The answer was lost.", new IOException()),
            BeforeDelete = _ => { if (away) throw new MediaStoreException("Out of reach.", new IOException()); },
        };
        using var uploads = Make(files);
        Task Keep() => Assert.ThrowsAsync<MediaStoreException>(() => uploads.Keep(key, "image/png", Request(new MemoryStream([1, 2, 3])), CancellationToken.None));
        await Keep();
        Assert.NotNull(known);
        Assert.Equal(known, await Rows.WaitingSince(key));
        Assert.Single(await Kept(chat));

        (key, away) = (KeyOf(chat), false);
        await Keep();
        Assert.Null(await Rows.WaitingSince(key));
        Assert.Single(await Kept(chat));
    }

    [Fact]
    public async Task Nobody_has_to_ask_for_the_upkeep_of_what_was_never_sent()
    {
        var chat = await stage.NewChat();
        (await Upload(chat, new ByteArrayContent([1, 2, 3]))).Ok();
        stage.Clock.Advance(TimeSpan.FromHours(25));
        await Stage.Until("the file to go", async () =>
        {
            stage.Clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(20);
            return (await Kept(chat)).Count == 0;
        });
    }

    [Fact]
    public async Task Four_come_at_once_two_of_one_tenant_and_the_others_wait()
    {
        using var uploads = Make(Files);
        var (one, two, three) = (new TenantId(Guid.NewGuid()), new TenantId(Guid.NewGuid()), new TenantId(Guid.NewGuid()));
        TenantId[] tenants = [one, one, one, two, two, three];
        var bodies = tenants.Select(_ => new SlowBody()).ToArray();
        using var stop = new CancellationTokenSource();
        var running = tenants.Select((tenant, index) => uploads.Keep(new(tenant, new(Guid.NewGuid()), Guid.NewGuid()), "image/png", Request(bodies[index]), index == 2 ? stop.Token : CancellationToken.None)).ToArray();
        Assert.Equal([true, true, false, true, true, false], bodies.Select(body => body.IsAsked));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running[2]);
        bodies[0].End();
        Assert.Equal((0, "empty_file"), await running[0]);
        await Stage.Until("the last one's turn", () => Task.FromResult(bodies[5].IsAsked));
        Assert.False(bodies[2].IsAsked);
        foreach (var body in bodies) body.End();
        await Task.WhenAll(running.Where((_, index) => index != 2)).WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_sends_too_slowly_is_sent_away()
    {
        using var uploads = Make(Files);
        var running = uploads.Keep(new(new(Guid.NewGuid()), new(Guid.NewGuid()), Guid.NewGuid()), "image/png", Request(new SlowBody()), CancellationToken.None);
        stage.Clock.Advance(Uploads.Longest);
        Assert.Equal(StatusCodes.Status408RequestTimeout, (await Assert.ThrowsAsync<BadHttpRequestException>(() => running)).StatusCode);
    }

    private Uploads Make(IMediaStore files) => new(stage.Services.GetRequiredService<IDashboardQueries>(), Rows, files, stage.Clock, NullLogger<Uploads>.Instance);

    private static HttpRequest Request(Stream body) => new DefaultHttpContext { Request = { Body = body } }.Request;

    private static MediaKey KeyOf(string chat) => new(Bootstrap.FirstTenant, new(Guid.Parse(chat.Split('/')[^1])), Guid.NewGuid());

    private async Task<List<MediaEntry>> Kept(string chat) => await Files.List(Bootstrap.FirstTenant, KeyOf(chat).Chat, CancellationToken.None).ToListAsync();

    private Task<Answer> Upload(string chat, HttpContent content, string type = "image/png", string name = "roof.png")
    {
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return Answer.Of(stage.Manager.PostAsync($"{chat}/uploads?file_name={Uri.EscapeDataString(name)}", content));
    }

    /// <summary>A body without a length; the second half may wait until the test says so.</summary>
    private sealed class InTwoParts(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource _firstIsOut = new();
        private readonly TaskCompletionSource _goOn = new();

        public bool Waits { get; init; }

        public Task FirstIsOut => _firstIsOut.Task;

        public void GoOn() => _goOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            _firstIsOut.SetResult();
            if (Waits) await _goOn.Task;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Nothing comes of it until it ends.</summary>
    private sealed class SlowBody : MemoryStream
    {
        private readonly TaskCompletionSource _ends = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsAsked { get; private set; }

        public void End() => _ends.TrySetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            IsAsked = true;
            await _ends.Task.WaitAsync(cancellationToken);
            return 0;
        }
    }
}
