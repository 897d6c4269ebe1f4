using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>Brings what came with a message into the media store, and has recordings written out.</summary>
public sealed class MediaIntake(IMediaStore store, ITranscriber transcriber) : IDisposable
{
    private readonly MediaPlaces _places = new(ofOneTenant: 2, ofAll: 8);

    public async Task<MediaReport> Take(IChannel channel, string accountId, ChatKey chat, ChatEffect.FetchMedia fetch, CancellationToken stop)
    {
        using var place = await _places.Take(chat.Tenant, stop);
        return await TakeAll(channel, accountId, chat, fetch, stop);
    }

    public void Dispose() => _places.Dispose();

    private async Task<MediaReport> TakeAll(IChannel channel, string accountId, ChatKey chat, ChatEffect.FetchMedia fetch, CancellationToken stop)
    {
        var attachments = fetch.Attachments.ToArray();
        var words = new List<string>();
        var retry = (Code: (string?)null, After: (TimeSpan?)null);
        for (var index = 0; index < attachments.Length; index++)
        {
            var key = MediaKey.Of(chat.Tenant, chat.Chat, fetch.Message, index);
            if (attachments[index].State == MediaState.Pending)
            {
                (attachments[index], var code) = await Keep(channel, accountId, fetch.ProviderMessageId, attachments[index], key, stop);
                retry.Code ??= code;
            }

            if (attachments[index] is { IsRecording: true, State: MediaState.Kept, IsTranscribed: false } recording)
            {
                var heard = await Listen(recording, key, stop);
                attachments[index] = heard.Attachment;
                if (heard.Words.Length > 0) words.Add(heard.Words);
                if (heard.RetryCode is not null) retry = (heard.RetryCode, heard.RetryAfter);
            }
        }

        return new MediaReport(
            fetch.Message.Value, ChatStateJson.WriteAttachments([.. attachments]), string.Join('\n', words), retry.Code, retry.After);
    }

    private async Task<(Attachment Attachment, string? RetryCode)> Keep(
        IChannel channel, string accountId, string providerMessageId, Attachment attachment, MediaKey key, CancellationToken stop)
    {
        switch (await channel.Fetch(accountId, providerMessageId, attachment, stop))
        {
            case FetchedMedia.Fetched fetched:
                await using (fetched)
                {
                    var type = MediaType.Plain(fetched.MimeType.Length > 0 ? fetched.MimeType : attachment.MimeType) is { Length: > 0 } said ? said : MediaType.Unsaid;
                    await store.Save(key, type, fetched.Content, stop);
                    return (attachment with
                    {
                        State = MediaState.Kept,
                        Code = "",
                        MimeType = attachment.MimeType.Length > 0 ? attachment.MimeType : type,
                        FileName = attachment.FileName.Length > 0 ? attachment.FileName : fetched.FileName,
                        Size = fetched.Content.Length,
                    }, null);
                }

            case FetchedMedia.Refused refused:
                return (attachment with { State = MediaState.Failed, Code = refused.Code }, null);
            case FetchedMedia.Postponed postponed:
                return (attachment, postponed.Code);
            default:
                throw new InvalidOperationException("A channel fetches with one of its results.");
        }
    }

    /// <summary>Always from the store, which is where an earlier try has left it as well.</summary>
    private async Task<(Attachment Attachment, string Words, string? RetryCode, TimeSpan? RetryAfter)> Listen(Attachment recording, MediaKey key, CancellationToken stop)
    {
        await using var stored = await store.Open(key, stop);
        if (stored is null) return (recording with { State = MediaState.Failed, Code = "gone" }, "", null, null);
        var type = recording.MimeType.Length > 0 ? recording.MimeType : stored.ContentType;
        return await transcriber.Transcribe(stored.Content, type, language: null, stop) switch
        {
            Transcription.Heard heard => (recording with { IsTranscribed = true, Code = "" }, heard.Text, null, null),
            Transcription.Silent => (recording with { IsTranscribed = true, Code = "silent" }, "", null, null),
            Transcription.Refused refused => (recording with { Code = refused.Code }, "", null, null),
            Transcription.Postponed postponed => (recording, "", postponed.Code, postponed.After),
            _ => throw new InvalidOperationException("A transcriber answers with one of its results."),
        };
    }
}
