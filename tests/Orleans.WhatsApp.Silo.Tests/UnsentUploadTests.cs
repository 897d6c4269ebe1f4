using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Silo.Hosting;
using Orleans.WhatsApp.Silo.Rest;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Uploads;

namespace Orleans.WhatsApp.Silo;

/// <summary>What becomes of an upload that waits. Nothing here moves the clock, so there is no upkeep but the one that is called.</summary>
public sealed class UnsentUploadTests : IClassFixture<Stage>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Gone = TimeSpan.FromHours(25) + Minute;

    private readonly Stage _stage;

    private IMediaStore Files => _stage.Services.GetRequiredService<IMediaStore>();

    private IUploadRows Rows => _stage.Services.GetRequiredService<IUploadRows>();

    public UnsentUploadTests(Stage stage)
    {
        _stage = stage;
        _stage.Channel.Abilities = new() { Media = true };
    }

    [Fact]
    public async Task It_goes_after_25_hours_and_not_before()
    {
        var chat = await _stage.NewChat();
        var (old, young) = (await Upload(chat), await Upload(chat));
        await Age(old, Gone);
        await Age(young, Gone - Minute - Minute);
        await Tidy(Files);

        Assert.Equal([young], await Kept(chat));
        Assert.Equal((null, true), (await Rows.WaitingSince(old), await Rows.WaitingSince(young) is not null));
    }

    [Fact]
    public async Task One_that_was_sent_stays_also_where_its_row_has_stayed()
    {
        var chat = await _stage.ChatHeldByAdmin();
        var (sent, left) = (await Upload(chat), await Upload(chat));
        foreach (var file in (MediaKey[])[sent, left]) (await Send(chat, file)).Ok();
        Assert.Null(await Rows.WaitingSince(sent));
        // As a silo of the version before leaves it.
        await Rows.Add(left, 3, _stage.Clock.GetUtcNow() - Gone);
        await Tidy(Files);

        Assert.Equal(new[] { sent, left }.ToHashSet(), (await Kept(chat)).ToHashSet());
        Assert.Null(await Rows.WaitingSince(left));
    }

    [Fact]
    public async Task After_a_day_it_is_not_sent_any_more()
    {
        var chat = await _stage.ChatHeldByAdmin();
        var (old, young, unknown) = (await Upload(chat), await Upload(chat), await Upload(chat));
        await Age(old, Uploads.SendableFor + Minute);
        await Age(young, Uploads.SendableFor - Minute);
        // As a silo of the version before takes it.
        await Rows.Remove(unknown);

        (await Send(chat, old)).Problem(400, "invalid_content");
        Assert.NotNull(await Rows.WaitingSince(old));
        (await Send(chat, young)).Ok();
        (await Send(chat, unknown)).Ok();
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_it_for_the_next_time()
    {
        var chat = await _stage.NewChat();
        var file = await Upload(chat);
        await Age(file, Gone);
        await Tidy(new WatchedStore(Files) { BeforeDelete = _ => throw new MediaStoreException("Out of reach.", new IOException()) });
        Assert.NotNull(await Rows.WaitingSince(file));

        await Tidy(Files);
        Assert.Empty(await Kept(chat));
        Assert.Null(await Rows.WaitingSince(file));
    }

    [Fact]
    public async Task One_that_cannot_be_deleted_does_not_keep_the_others()
    {
        var chat = await _stage.NewChat();
        var (stays, goes) = (await Upload(chat), await Upload(chat));
        await Age(stays, Gone + Minute);
        await Age(goes, Gone);
        await Tidy(new WatchedStore(Files) { BeforeDelete = key => { if (key == stays) throw new MediaStoreException("Not this one.", new IOException()); } });
        Assert.Equal([stays], await Kept(chat));
    }

    [Fact]
    public async Task A_store_that_is_away_is_not_asked_for_each_of_them()
    {
        var chat = await _stage.NewChat();
        for (var i = 0; i < 5; i++) await Age(await Upload(chat), Gone);
        var asked = 0;
        await Tidy(new WatchedStore(Files) { BeforeDelete = _ => { asked++; throw new MediaStoreException("Out of reach.", new IOException()); } });
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task What_a_tenant_may_leave_waiting_has_an_end_and_sending_some_makes_room()
    {
        var chat = await _stage.ChatHeldByAdmin();
        var file = await Upload(chat);
        for (var i = 1; i < IUploadRows.MostFiles; i++) Assert.True(await Rows.Add(file with { Attachment = Guid.NewGuid() }, 1, _stage.Clock.GetUtcNow()));

        (await Post(chat)).Problem(429, "too_many_uploads");
        Assert.Equal([file], await Kept(chat));
        (await Send(chat, file)).Ok();
        await Upload(chat);
        (await Post(chat)).Problem(429, "too_many_uploads");
        (await _stage.Post(_stage.Admin, $"{chat}/erase")).Ok();
        await Upload(await _stage.NewChat());
    }

    [Fact]
    public async Task An_erasure_takes_the_rows_with_the_files()
    {
        var chat = await _stage.NewChat();
        var file = await Upload(chat);
        Assert.NotNull(await Rows.WaitingSince(file));
        (await _stage.Post(_stage.Admin, $"{chat}/erase")).Ok();
        Assert.Empty(await Kept(chat));
        Assert.Null(await Rows.WaitingSince(file));
    }

    private async Task<MediaKey> Upload(string chat) => KeyOf(chat, (await Post(chat)).Ok().GetProperty("key").GetGuid());

    private async Task<Answer> Post(string chat)
    {
        using var content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        return await Answer.Of(_stage.Manager.PostAsync($"{chat}/uploads?file_name=roof.png", content));
    }

    private Task<Answer> Send(string chat, MediaKey file) =>
        _stage.Post(_stage.Admin, $"{chat}/send", new { content = new { kind = "media", key = file.Attachment, type = "image", mime_type = "image/png", file_name = "roof.png" } });

    /// <summary>As if it had come so much earlier.</summary>
    private async Task Age(MediaKey file, TimeSpan by)
    {
        await Rows.Remove(file);
        Assert.True(await Rows.Add(file, 3, _stage.Clock.GetUtcNow() - by));
    }

    private Task Tidy(IMediaStore files) => new UnsentUploads(Rows, files, _stage.Clock, NullLogger<UnsentUploads>.Instance).Run(CancellationToken.None);

    private async Task<List<MediaKey>> Kept(string chat) => await Files.List(Bootstrap.FirstTenant, KeyOf(chat, default).Chat, CancellationToken.None).Select(entry => entry.Key).ToListAsync();

    private static MediaKey KeyOf(string chat, Guid file) => new(Bootstrap.FirstTenant, new(Guid.Parse(chat.Split('/')[^1])), file);
}
