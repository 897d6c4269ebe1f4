using System.Runtime.InteropServices;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Chats;

namespace Orleans.WhatsApp.Grains.Media;

/// <summary>Brings what came with a message into the media store, and has recordings written out.</summary>
public sealed class MediaIntake(IMediaStore store, ITranscriber transcriber) : IDisposable
{
    private readonly MediaPlaces _places = new();

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
            ReadOnlyMemory<byte>? bytes = null;
            if (attachments[index].State == MediaState.Pending)
            {
                (attachments[index], bytes, var code) = await Keep(channel, accountId, fetch.ProviderMessageId, attachments[index], key, stop);
                retry.Code ??= code;
            }

            if (attachments[index] is { IsRecording: true, State: MediaState.Kept, IsTranscribed: false } recording)
            {
                var heard = await Listen(recording, key, bytes, stop);
                attachments[index] = heard.Attachment;
                if (heard.Words.Length > 0) words.Add(heard.Words);
                if (heard.RetryCode is not null) retry = (heard.RetryCode, heard.RetryAfter);
            }
        }

        return new MediaReport(
            fetch.Message.Value, ChatStateJson.WriteAttachments([.. attachments]), string.Join('\n', words), retry.Code, retry.After);
    }

    private async Task<(Attachment Attachment, ReadOnlyMemory<byte>? Bytes, string? RetryCode)> Keep(
        IChannel channel, string accountId, string providerMessageId, Attachment attachment, MediaKey key, CancellationToken stop)
    {
        switch (await channel.Fetch(accountId, providerMessageId, attachment, stop))
        {
            case FetchedMedia.Fetched fetched:
                var type = Plain(fetched.MimeType.Length > 0 ? fetched.MimeType : attachment.MimeType);
                await using (var content = AsStream(fetched.Bytes)) await store.Save(key, type, content, stop);
                return (attachment with
                {
                    State = MediaState.Kept,
                    Code = "",
                    MimeType = attachment.MimeType.Length > 0 ? attachment.MimeType : type,
                    FileName = attachment.FileName.Length > 0 ? attachment.FileName : fetched.FileName,
                    Size = fetched.Bytes.Length,
                }, fetched.Bytes, null);
            case FetchedMedia.Refused refused:
                return (attachment with { State = MediaState.Failed, Code = refused.Code }, null, null);
            case FetchedMedia.Postponed postponed:
                return (attachment, null, postponed.Code);
            default:
                throw new InvalidOperationException("A channel fetches with one of its results.");
        }
    }

    /// <param name="bytes">Null where they were kept by an earlier try.</param>
    private async Task<(Attachment Attachment, string Words, string? RetryCode, TimeSpan? RetryAfter)> Listen(
        Attachment recording, MediaKey key, ReadOnlyMemory<byte>? bytes, CancellationToken stop)
    {
        var type = recording.MimeType;
        if (bytes is null)
        {
            await using var stored = await store.Open(key, stop);
            if (stored is null) return (recording with { State = MediaState.Failed, Code = "gone" }, "", null, null);
            if (type.Length == 0) type = stored.ContentType;
            bytes = await stored.ReadAll(stop);
        }

        return await transcriber.Transcribe(bytes.Value, type, language: null, stop) switch
        {
            Transcription.Heard heard => (recording with { IsTranscribed = true, Code = "" }, heard.Text, null, null),
            Transcription.Silent => (recording with { IsTranscribed = true, Code = "silent" }, "", null, null),
            Transcription.Refused refused => (recording with { Code = refused.Code }, "", null, null),
            Transcription.Postponed postponed => (recording, "", postponed.Code, postponed.After),
            _ => throw new InvalidOperationException("A transcriber answers with one of its results."),
        };
    }

    /// <summary>Without its parameters: <c>audio/ogg; codecs=opus</c> is <c>audio/ogg</c>.</summary>
    private static string Plain(string mimeType) => mimeType.Split(';')[0].Trim() is { Length: > 0 } type ? type.ToLowerInvariant() : "application/octet-stream";

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) ? new(segment.Array!, segment.Offset, segment.Count, writable: false) : new(bytes.ToArray(), writable: false);
}
