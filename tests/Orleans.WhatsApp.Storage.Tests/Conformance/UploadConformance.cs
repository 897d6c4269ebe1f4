using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Storage.Uploads;

namespace Orleans.WhatsApp.Storage.Tests.Conformance;

public abstract class UploadConformance(StorageFixture fixture)
{
    private TestStorage Storage => fixture.Storage;

    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    [Fact]
    public async Task A_file_waits_until_it_is_taken_away()
    {
        var (one, another) = (NewFile(), NewFile());
        Assert.True(await Storage.Uploads.Add(one, 10, Now));
        Assert.True(await Storage.Uploads.Add(another, 10, Now.AddHours(1)));
        Assert.Equal((Now, Now.AddHours(1)), (await Storage.Uploads.WaitingSince(one), await Storage.Uploads.WaitingSince(another)));

        await Storage.Uploads.Remove(one);
        Assert.Equal((null, Now.AddHours(1)), (await Storage.Uploads.WaitingSince(one), await Storage.Uploads.WaitingSince(another)));
        Assert.Null(await Storage.Uploads.WaitingSince(another with { Tenant = new(Guid.NewGuid()) }));
        Assert.Null(await Storage.Uploads.WaitingSince(another with { Chat = new(Guid.NewGuid()) }));
    }

    [Fact]
    public async Task Those_that_wait_for_long_are_found_oldest_first()
    {
        var longAgo = Now.AddYears(-10);
        MediaKey[] files = [NewFile(), NewFile(), NewFile(), NewFile()];
        foreach (var (file, hours) in files.Zip([3, 1, 2, 4])) await Storage.Uploads.Add(file, 10, longAgo.AddHours(hours));

        Assert.Equal(
            [new WaitingUpload(files[1], longAgo.AddHours(1)), new(files[2], longAgo.AddHours(2)), new(files[0], longAgo.AddHours(3))],
            await Storage.Uploads.WaitingSinceBefore(longAgo.AddHours(4), 100));
        Assert.Equal([files[1], files[2]], (await Storage.Uploads.WaitingSinceBefore(longAgo.AddHours(4), 2)).Select(upload => upload.File));
    }

    [Fact]
    public async Task The_message_that_sends_it_takes_its_row_away_and_no_other()
    {
        var chat = await Storage.NewChat();
        var (sent, kept) = (Of(chat), Of(chat));
        var elsewhere = sent with { Chat = new(Guid.NewGuid()) };
        foreach (var file in (MediaKey[])[sent, kept, elsewhere]) await Storage.Uploads.Add(file, 10, Now);

        await chat.Commit(Sends(chat, sent));
        Assert.Null(await Storage.Uploads.WaitingSince(sent));
        Assert.NotNull(await Storage.Uploads.WaitingSince(kept));
        Assert.NotNull(await Storage.Uploads.WaitingSince(elsewhere));
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_it_waiting()
    {
        var chat = await Storage.NewChat();
        await chat.Commit();
        var file = Of(chat);
        await Storage.Uploads.Add(file, 10, Now);
        chat.Version--;
        await Assert.ThrowsAsync<ChatMovedOnException>(() => chat.Commit(Sends(chat, file)));
        Assert.NotNull(await Storage.Uploads.WaitingSince(file));
    }

    [Fact]
    public async Task One_that_a_message_names_is_known_as_sent_though_its_row_has_stayed()
    {
        var chat = await Storage.NewChat();
        var (sent, unsent) = (new WaitingUpload(Of(chat), Now), new WaitingUpload(Of(chat), Now));
        await chat.Commit(
            Sends(chat, sent.File),
            new ChatEffect.StoreMessage(chat.NewMessage($"not {unsent.File.Attachment}")),
            new ChatEffect.StoreMessage(chat.NewMessage("buttons") with { Content = new MessageContent.Buttons("Tap", [new("1", "One")]) }));
        foreach (var upload in (WaitingUpload[])[sent, unsent]) await Storage.Uploads.Add(upload.File, 10, upload.Since);

        Assert.True(await Storage.Uploads.IsSent(sent));
        Assert.False(await Storage.Uploads.IsSent(unsent));
        Assert.False(await Storage.Uploads.IsSent(sent with { File = sent.File with { Tenant = new(Guid.NewGuid()) } }));
        Assert.False(await Storage.Uploads.IsSent(sent with { File = sent.File with { Chat = new(Guid.NewGuid()) } }));
    }

    [Fact]
    public async Task As_many_files_as_may_wait_and_not_one_more()
    {
        var tenant = new TenantId(Guid.NewGuid());
        var files = Enumerable.Range(0, IUploadRows.MostFiles).Select(_ => NewFile(tenant)).ToList();
        foreach (var file in files) Assert.True(await Storage.Uploads.Add(file, 1, Now));

        var more = NewFile(tenant);
        Assert.False(await Storage.Uploads.Add(more, 1, Now));
        Assert.Null(await Storage.Uploads.WaitingSince(more));
        Assert.True(await Storage.Uploads.Add(NewFile(), 1, Now));
        await Storage.Uploads.Remove(files[7]);
        Assert.True(await Storage.Uploads.Add(more, 1, Now));
    }

    [Fact]
    public async Task As_many_bytes_as_may_wait_and_not_one_more()
    {
        var tenant = new TenantId(Guid.NewGuid());
        var (large, rest) = (NewFile(tenant), NewFile(tenant));
        Assert.True(await Storage.Uploads.Add(large, IUploadRows.MostBytes - 10, Now));
        Assert.False(await Storage.Uploads.Add(rest, 11, Now));
        Assert.True(await Storage.Uploads.Add(rest, 10, Now));
        Assert.False(await Storage.Uploads.Add(NewFile(tenant), 1, Now));
        await Storage.Uploads.Remove(large);
        Assert.True(await Storage.Uploads.Add(NewFile(tenant), 1, Now));
    }

    [Fact]
    public async Task An_erasure_takes_those_of_its_chat_and_one_that_fails_takes_none()
    {
        var (tenant, channel) = await Storage.NewTenant();
        var (erased, kept) = (Storage.NewChat(tenant, channel), Storage.NewChat(tenant, channel));
        await erased.Commit();
        var (its, anothers) = (Of(erased), Of(kept));
        foreach (var file in (MediaKey[])[its, anothers]) await Storage.Uploads.Add(file, 10, Now);

        erased.Version--;
        await Assert.ThrowsAsync<ChatMovedOnException>(() => erased.Erase());
        Assert.NotNull(await Storage.Uploads.WaitingSince(its));
        erased.Version++;
        await erased.Erase();
        Assert.Null(await Storage.Uploads.WaitingSince(its));
        Assert.NotNull(await Storage.Uploads.WaitingSince(anothers));
    }

    private static ChatEffect.StoreMessage Sends(TestChat chat, MediaKey file) => new(chat.NewMessage("", sender: Sender.Human) with
    {
        Content = new MessageContent.Media(file.Attachment, "image", "image/png", "roof.png", "", 10),
    });

    private static MediaKey Of(TestChat chat) => new(chat.Key.Tenant, chat.Key.Chat, Guid.NewGuid());

    private static MediaKey NewFile(TenantId? tenant = null) => new(tenant ?? new(Guid.NewGuid()), new(Guid.NewGuid()), Guid.NewGuid());
}
