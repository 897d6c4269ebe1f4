using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Channels.Tests.Conformance;

/// <summary>What the product relies on, whichever way WhatsApp is reached. Each provider is played by the simulated world, over real HTTP.</summary>
public abstract class ChannelConformance(Func<Task<Line>> open) : IAsyncLifetime
{
    private const string Phone = "+905551234567";
    private Line _line = null!;

    public async Task InitializeAsync() => _line = await open();

    public async Task DisposeAsync() => await _line.DisposeAsync();

    private SimulatedContact Contact => _line.World.Contact(Phone, "Ayşe");

    [Fact]
    public async Task A_contacts_text_is_told_once_with_who_wrote_it_and_can_be_read_again()
    {
        var written = Contact.Write("Merhaba 👋\nİyi günler", _line.Account);
        var told = await _line.Told(one => one.Input is ChatInput.ContactWrote);
        var wrote = (ChatInput.ContactWrote)told.Input;
        Assert.Equal((_line.Account.Id, "message", "Merhaba 👋\nİyi günler", Phone, "Ayşe"), (told.AccountId, told.Kind, wrote.Text, wrote.Contact.Phone, wrote.Contact.Name));
        Assert.Equal(told.ProviderMessageId, wrote.ProviderMessageId);
        Assert.Equal(told.ProviderChatId, wrote.ProviderChatId);
        Assert.InRange((wrote.At - written.At).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));

        // From the inbox, perhaps by another process and much later.
        var kept = _line.Kept.Single(one => one.Event == told);
        var again = Assert.IsType<InboundEvent.ToChat>(_line.Channel.Read(kept.Format, kept.Body, kept.At));
        Assert.Equal(told with { Input = again.Input }, again);
        Assert.StartsWith(_line.Channel.Provider + ".", kept.Format, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_sent_into_the_chat_that_the_contact_wrote_in()
    {
        Contact.Write("Hello", _line.Account);
        var chat = (await _line.Told(one => one.Input is ChatInput.ContactWrote)).ProviderChatId;
        var sent = Assert.IsType<SendResult.Accepted>(await _line.Channel.Send(_line.Account.Id, chat, Said("Yes, from nine 🙂")));
        Assert.Equal("Yes, from nine 🙂", Assert.Single(await Contact.WaitForReceived(1)).Text);

        // Whatever the provider then reports of it, nobody takes it for a person's.
        await _line.Settle();
        Assert.All(_line.Events.Select(one => one.Input).OfType<ChatInput.OwnNumberWrote>(), own => Assert.Equal(sent.ProviderMessageId, own.Message.ProviderMessageId));
        Assert.All(_line.Events.Select(one => one.Input).OfType<ChatInput.MessageMarked>(), marked => Assert.Equal(sent.ProviderMessageId, marked.ProviderMessageId));
    }

    [Fact]
    public async Task What_a_person_writes_on_the_business_phone_is_the_own_numbers()
    {
        _line.World.Phone(_line.Account).Write(Contact, "I am here");
        var own = (ChatInput.OwnNumberWrote)(await _line.Told(one => one.Input is ChatInput.OwnNumberWrote)).Input;
        Assert.Equal("I am here", own.Message.Text);
    }

    [Fact]
    public async Task A_recording_comes_with_the_message_and_its_bytes_can_be_fetched()
    {
        byte[] recording = [.. "OggS"u8, .. new byte[200]];
        Contact.Send(SimulatedAttachment.Voice(recording), to: _line.Account);
        var told = await _line.Told(one => one.Input is ChatInput.ContactWrote);
        var attachment = Assert.Single(((ChatInput.ContactWrote)told.Input).Attachments);
        Assert.True(attachment.IsRecording);
        var fetched = Assert.IsType<FetchedMedia.Fetched>(await _line.Channel.Fetch(_line.Account.Id, told.ProviderMessageId, attachment, CancellationToken.None));
        Assert.Equal(recording, await fetched.Bytes());
        Assert.StartsWith("audio/ogg", fetched.MimeType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_whose_answer_is_lost_is_unclear_and_one_that_never_left_is_not()
    {
        Contact.Write("Hello", _line.Account);
        var chat = (await _line.Told(one => one.Input is ChatInput.ContactWrote)).ProviderChatId;
        _line.Faults.Next(1, new ProviderFault.DropAfterAccepting());
        Assert.IsType<SendResult.Unclear>(await _line.Channel.Send(_line.Account.Id, chat, Said("Perhaps")));
        await _line.World.DisposeAsync();
        Assert.IsType<SendResult.Postponed>(await _line.Channel.Send(_line.Account.Id, chat, Said("Nobody there")));
    }

    [Fact]
    public async Task The_account_says_how_it_is_and_a_strange_one_is_not_there()
    {
        var report = await _line.Channel.Status(_line.Account.Id, CancellationToken.None);
        Assert.Equal((_line.Account.Id, ChannelStatus.Ok, _line.Account.PhoneNumber), (report!.AccountId, report.Status, report.Phone));
        Assert.True(await _line.Channel.Status("nobody-1234", CancellationToken.None) is null or { Status: not ChannelStatus.Ok });
    }

    [Theory, InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{"), InlineData("{}"), InlineData("\"text\""), InlineData("\0\u00ff")]
    public void Bytes_that_say_nothing_never_throw(string body) =>
        Assert.All(_line.Channel.Receive(System.Text.Encoding.Latin1.GetBytes(body), DateTimeOffset.UnixEpoch), one => Assert.True(one.Event is InboundEvent.Malformed or InboundEvent.Discarded));

    private static OutgoingMessage Said(string text) => new(text, Guid.NewGuid().ToString("N"));
}

public sealed class UnipileConformanceTests() : ChannelConformance(Line.Unipile);

public sealed class MetaConformanceTests() : ChannelConformance(Line.Meta);

public sealed class WappiConformanceTests() : ChannelConformance(Line.Wappi);
