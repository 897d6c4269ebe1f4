using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Grains.Chats;

/// <summary>What comes with messages, fetched beside the chat.</summary>
public sealed partial class ChatGrain
{
    /// <summary>A little shorter than the chat waits for it.</summary>
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(150);

    /// <summary>Shown for some 25 seconds by WhatsApp, and a courtesy: not worth a longer wait.</summary>
    private static readonly TimeSpan LongestCourtesy = TimeSpan.FromSeconds(10);

    public async Task MediaReported(MediaReport report)
    {
        await LoadIfStale();
        if (_state is null) return;
        await Decide(new ChatInput.MediaReported(
            new(report.Message), ChatStateJson.ReadAttachments(report.Attachments), report.Transcript.Length > 0 ? report.Transcript : null, report.RetryCode, report.RetryAfter));
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
}
