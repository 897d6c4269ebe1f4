using System.Text.Json;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>A message's file, from <c>message/media/download</c>.</summary>
internal sealed class WappiMedia(WappiHttp http)
{
    /// <summary>
    /// <c>{ "file_name", "media_type", "mime_type", "file_link": "https://…", "file_link_expire", "file_b64": "…" }</c>; 400 once the file has expired.
    /// </summary>
    public async Task<FetchedMedia> Fetch(string profile, string message, Attachment attachment, CancellationToken stop)
    {
        if (!ProviderIds.IsId(message)) return new FetchedMedia.Refused("invalid_attachment");
        return await http.Get(profile, $"/sync/message/media/download?message_id={Uri.EscapeDataString(message)}", stop) switch
        {
            ProviderAnswer.Answered { IsSuccess: true, Body: var body } => File(body, attachment),
            ProviderAnswer.Answered { Status: 400 or 404 or 410 } => new FetchedMedia.Refused("gone"),
            ProviderAnswer.Answered { Status: 401 or 402 or 403 or 408 or 425 or 429 or >= 500 } later => new FetchedMedia.Postponed(later.Code),
            ProviderAnswer.Answered refused => new FetchedMedia.Refused(refused.Code),
            var failed => new FetchedMedia.Postponed(failed.Failure!),
        };
    }

    private static FetchedMedia File(JsonElement body, Attachment attachment)
    {
        var file = body.Field("file_b64");
        if (file.ValueKind != JsonValueKind.String || file.Text().Length == 0) return new FetchedMedia.Postponed("no_file");
        // Some answers begin with data:image/jpeg;base64,
        var text = file.Text();
        text = text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..];
        var bytes = new byte[text.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? new FetchedMedia.Fetched(bytes.AsMemory(0, length), body.Text("mime_type").Or(attachment.MimeType), body.Text("file_name").Or(attachment.FileName))
            : new FetchedMedia.Refused("not_base64");
    }
}
