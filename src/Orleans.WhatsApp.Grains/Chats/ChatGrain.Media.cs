using Microsoft.Extensions.Logging;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>What comes with messages, fetched beside the chat.</summary>
public sealed partial class ChatGrain
{
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(150);

    /// <summary>By this activation. The chat has it made again where nothing was heard of it for a while: one that runs goes on.</summary>
    private readonly HashSet<MessageId> _fetching = [];

    /// <summary>Shown for some 25 seconds by WhatsApp, and a courtesy: not worth a longer wait.</summary>
    private static readonly TimeSpan LongestCourtesy = TimeSpan.FromSeconds(10);

    public async Task MediaReported(MediaReport report)
    {
        await LoadIfStale();
        var (message, attachments) = (new MessageId(report.Message), ChatStateJson.ReadAttachments(report.Attachments));
        if (_state is not null)
            await Decide(new ChatInput.MediaReported(message, attachments, report.Transcript.Length > 0 ? report.Transcript : null, report.RetryCode, report.RetryAfter));
        await LeaveNothingOf(message, attachments.Length);
    }

    /// <summary>
    /// What was saved after the chat, or the message alone, had gone. The database is asked, and not whether the chat still waits for the report: one that comes twice is
    /// not waited for either, and its message has its files. Asked after the save, it knows of every erasure that has looked for files already; a later one finds these.
    /// </summary>
    private async Task LeaveNothingOf(MessageId message, int count)
    {
        if (await store.HasMessage(_key, message)) return;
        try
        {
            // Whatever the report says of each: a fetch that failed at the second may have saved the first.
            for (var index = 0; index < count; index++) await files.Delete(MediaKey.Of(_key.Tenant, _key.Chat, message, index), CancellationToken.None);
        }
        catch (Exception cause)
        {
            LogFileStays(cause, _key.Chat);
            throw; // so that the report is made again
        }
    }

    private void Fetch(ChatEffect.FetchMedia fetch)
    {
        if (_fetching.Add(fetch.Message)) _ = FetchBeside(fetch);
    }

    /// <summary>What another activation began ended with its process, mostly; if not, it is made twice and kept once.</summary>
    private void FetchWhatOthersBegan()
    {
        foreach (var open in _state?.Media.Where(open => open.Failures == 0) ?? []) Fetch(new ChatEffect.FetchMedia(open.Message, open.ProviderMessageId, open.Attachments));
    }

    private async Task FetchBeside(ChatEffect.FetchMedia fetch)
    {
        var self = _self;
        MediaReport report;
        try
        {
            var channel = await Channel.Read();
            using var stop = new CancellationTokenSource(LongestFetch, clock);
            report = await media.Take(ProviderOf(channel), channel.AccountId, _key, fetch, stop.Token);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(ChatEffect.FetchMedia));
            report = new MediaReport(fetch.Message.Value, ChatStateJson.WriteAttachments(fetch.Attachments), "", "fetch_failed", null);
        }

        _fetching.Remove(fetch.Message);
        await TryReport(() => self.MediaReported(report));
    }

    private async Task ShowComposingBeside(string providerChatId, string providerMessageId)
    {
        try
        {
            var channel = await Channel.Read();
            using var stop = new CancellationTokenSource(LongestCourtesy, clock);
            await ProviderOf(channel).ShowComposing(channel.AccountId, providerChatId, providerMessageId, stop.Token);
        }
        catch (Exception cause)
        {
            LogBesideFailed(cause, _key.Chat, nameof(IChannel.ShowComposing));
        }
    }

    private async Task<ChatInput> WithWhatIsAsked(ChatAction.FetchMedia action)
    {
        var message = await store.Attachments(_key, new(action.Message));
        return new ChatInput.OperatorAskedForMedia(new(action.By), new(action.Message), message?.ProviderMessageId ?? "", message?.Text ?? "", message?.Attachments ?? []);
    }

    [LoggerMessage(EventId = 1007, Level = LogLevel.Error, Message = "A file of chat {ChatId} that belongs to no message any more could not be deleted; erasing the chat again takes it")]
    private partial void LogFileStays(Exception cause, ChatId chatId);
}
