using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Media.Tests.Stores;

/// <summary>What every store promises. Each test has tenants and chats of its own.</summary>
public abstract class MediaStoreConformance
{
    private static readonly CancellationToken Always = CancellationToken.None;

    private readonly MediaKey _key = Key(new(Guid.NewGuid()), new(Guid.NewGuid()), 0);

    public abstract IMediaStore Store { get; }

    [Fact]
    public async Task What_was_saved_is_there_with_its_type_and_length()
    {
        await Save(_key, "a recording", "audio/ogg");
        await using var stored = await Store.Open(_key, Always);
        Assert.Equal(("audio/ogg", 11L), (stored!.ContentType, stored.Length));
        Assert.Equal("a recording", await Text(stored.Content));
    }

    [Fact]
    public async Task Nothing_is_found_under_a_key_that_nothing_was_saved_under()
    {
        Assert.Null(await Store.Open(_key, Always));
        await Store.Delete(_key, Always);
        await Store.DeleteChat(_key.Tenant, _key.Chat, Always);
        Assert.Empty(await List(_key));
    }

    [Fact]
    public async Task Saving_under_the_same_key_again_replaces_what_was_there()
    {
        await Save(_key, "the first, which is longer", "audio/ogg");
        await Save(_key, "the second", "audio/mpeg");
        await using var stored = await Store.Open(_key, Always);
        Assert.Equal(("audio/mpeg", 10L), (stored!.ContentType, stored.Length));
        Assert.Equal("the second", await Text(stored.Content));
        Assert.Equal([new(_key, 10)], await List(_key));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3_000_000)]
    public async Task Every_length_is_kept(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await Store.Save(_key, "application/pdf", new MemoryStream(bytes), Always);
        await using var stored = await Store.Open(_key, Always);
        Assert.Equal(length, stored!.Length);
        Assert.Equal(bytes, await Bytes(stored.Content));
    }

    [Fact]
    public async Task A_part_can_be_read_from_wherever_it_begins()
    {
        await Save(_key, "0123456789", "audio/ogg");
        await using var stored = await Store.Open(_key, Always);
        var content = stored!.Content;
        Assert.True(content.CanSeek);

        Assert.Equal(6, content.Seek(6, SeekOrigin.Begin));
        Assert.Equal("6789", await Text(content));
        content.Position = 2;
        var three = new byte[3];
        await content.ReadExactlyAsync(three, Always);
        Assert.Equal("234"u8, three);
        Assert.Equal(7, content.Seek(2, SeekOrigin.Current));
        Assert.Equal("789", await Text(content));
        Assert.Equal(9, content.Seek(-1, SeekOrigin.End));
        Assert.Equal("9", await Text(content));
        Assert.Equal("", await Text(content));
    }

    [Fact]
    public async Task A_save_that_breaks_off_leaves_what_was_there()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Store.Save(_key, "audio/ogg", new BreakingStream(200_000, failsAfter: 100_000), Always));
        Assert.Null(await Store.Open(_key, Always));
        Assert.Empty(await List(_key));

        await Save(_key, "whole", "audio/ogg");
        await Assert.ThrowsAnyAsync<Exception>(() => Store.Save(_key, "audio/ogg", new BreakingStream(200_000, failsAfter: 100_000), Always));
        await using var stored = await Store.Open(_key, Always);
        Assert.Equal("whole", await Text(stored!.Content));
        Assert.Equal([new(_key, 5)], await List(_key));
    }

    [Fact]
    public async Task Of_two_saves_at_once_one_is_there_whole()
    {
        var (one, other) = (new byte[500_000], new byte[500_000]);
        Array.Fill(one, (byte)'1');
        Array.Fill(other, (byte)'2');
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Store.Save(_key, "audio/ogg", new MemoryStream(n % 2 == 0 ? one : other), Always)));
        await using var stored = await Store.Open(_key, Always);
        var bytes = await Bytes(stored!.Content);
        Assert.Equal(bytes[0] == '1' ? one : other, bytes);
    }

    [Fact]
    public async Task A_save_reads_from_where_the_stream_stands()
    {
        var content = new MemoryStream("skipped, kept"u8.ToArray()) { Position = 9 };
        await Store.Save(_key, "text/plain", content, Always);
        await using var stored = await Store.Open(_key, Always);
        Assert.Equal("kept", await Text(stored!.Content));
    }

    [Fact]
    public async Task Deleting_one_leaves_the_others_of_its_chat()
    {
        var other = _key with { Attachment = Guid.NewGuid() };
        await Save(_key, "one", "audio/ogg");
        await Save(other, "other", "audio/ogg");
        await Store.Delete(_key, Always);
        Assert.Null(await Store.Open(_key, Always));
        Assert.Equal([new(other, 5)], await List(_key));
    }

    [Fact]
    public async Task Deleting_a_chat_leaves_every_other_chat_and_the_same_one_of_another_tenant()
    {
        var nextChat = _key with { Chat = new(Guid.NewGuid()) };
        var nextTenant = _key with { Tenant = new(Guid.NewGuid()) };
        foreach (var key in (MediaKey[])[_key, _key with { Attachment = Guid.NewGuid() }, nextChat, nextTenant]) await Save(key, "bytes", "image/jpeg");

        await Store.DeleteChat(_key.Tenant, _key.Chat, Always);

        Assert.Null(await Store.Open(_key, Always));
        Assert.Empty(await List(_key));
        Assert.Equal([new(nextChat, 5)], await List(nextChat));
        Assert.Equal([new(nextTenant, 5)], await List(nextTenant));
    }

    [Fact]
    public async Task All_of_a_chat_is_listed_and_deleted_however_many_there_are()
    {
        var keys = Enumerable.Range(0, 7).Select(n => Key(_key.Tenant, _key.Chat, n)).ToArray();
        foreach (var (key, n) in keys.Select((key, n) => (key, n))) await Save(key, new string('x', n + 1), "image/png");
        Assert.Equal(keys.Select((key, n) => new MediaEntry(key, n + 1)).OrderBy(entry => entry.Length), (await List(_key)).OrderBy(entry => entry.Length));

        await Store.DeleteChat(_key.Tenant, _key.Chat, Always);
        Assert.Empty(await List(_key));
    }

    [Fact]
    public async Task What_is_open_can_be_read_to_its_end_while_it_is_deleted()
    {
        await Save(_key, "still here", "audio/ogg");
        await using var stored = await Store.Open(_key, Always);
        Assert.Equal((byte)'s', (await Bytes(stored!.Content, 1))[0]);
        await Store.Delete(_key, Always);
        Assert.Equal("till here", await Text(stored.Content));
    }

    protected static MediaKey Key(TenantId tenant, ChatId chat, int index) => MediaKey.Of(tenant, chat, MessageId.OfProvider(chat, "message"), index);

    protected Task Save(MediaKey key, string text, string type) => Store.Save(key, type, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), Always);

    protected async Task<List<MediaEntry>> List(MediaKey of) => await Store.List(of.Tenant, of.Chat, Always).ToListAsync();

    protected static async Task<string> Text(Stream content) => System.Text.Encoding.UTF8.GetString(await Bytes(content));

    private static async Task<byte[]> Bytes(Stream content)
    {
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }

    private static async Task<byte[]> Bytes(Stream content, int count)
    {
        var bytes = new byte[count];
        await content.ReadExactlyAsync(bytes);
        return bytes;
    }

    /// <summary>Says that it is so long, and fails before its end.</summary>
    private sealed class BreakingStream(long length, long failsAfter) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position >= failsAfter) throw new IOException("broken on purpose");
            var read = (int)Math.Min(count, failsAfter - Position);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = offset + (origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => length });

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
