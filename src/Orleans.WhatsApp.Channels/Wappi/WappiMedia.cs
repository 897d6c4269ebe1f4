using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;
using Orleans.WhatsApp.Grains.Media;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>A message's file, from <c>message/media/download</c>: its bytes in the answer, or a signed address elsewhere that holds for some days.</summary>
internal sealed class WappiMedia(WappiHttp http, ProviderFiles files, IOptionsMonitor<WappiOptions> options)
{
    /// <summary>Where Wappi keeps files; an installation adds others in <c>Media:AllowedHosts</c>.</summary>
    private static readonly string[] Hosts = ["wappi.pro", "yandexcloud.net", "amazonaws.com"];

    /// <summary>
    /// <c>{ "file_name", "media_type", "mime_type", "file_link": "https://…", "file_link_expire", "file_b64": "…" }</c>; 400 once the file has expired.
    /// </summary>
    public async Task<FetchedMedia> Fetch(string profile, string message, Attachment attachment, CancellationToken stop)
    {
        if (!ProviderId.Is(message)) return new FetchedMedia.Refused("invalid_attachment");
        return await http.Get(profile, $"/sync/message/media/download?message_id={Uri.EscapeDataString(message)}", stop) switch
        {
            ProviderAnswer.Answered { IsSuccess: true, Body: var body } => await File(body, attachment, stop),
            ProviderAnswer.Answered { Status: 400 or 404 or 410 } => new FetchedMedia.Refused("gone"),
            ProviderAnswer.Answered { Status: 401 or 402 or 403 or 408 or 425 or 429 or >= 500 } later => new FetchedMedia.Postponed(later.Code),
            ProviderAnswer.Answered refused => new FetchedMedia.Refused(refused.Code),
            var failed => new FetchedMedia.Postponed(failed.Failure!),
        };
    }

    private async Task<FetchedMedia> File(JsonElement body, Attachment attachment, CancellationToken stop)
    {
        var (type, name) = (body.Text("mime_type"u8).Or(attachment.MimeType), body.Text("file_name"u8).Or(attachment.FileName));
        if (body.Text("file_b64"u8) is { Length: > 0 } text) return Decoded(text, type, name);
        // An answer that was too long to be read has neither.
        if (!Uri.TryCreate(body.Text("file_link"u8), UriKind.Absolute, out var link)) return new FetchedMedia.Postponed("no_file");

        var request = new MediaRequest(link, ProviderFiles.KindOf(attachment)) { Hosts = [.. Hosts, new Uri(options.CurrentValue.ApiRoot).Host], ContentType = type };
        return await files.Fetch(request, name, stop);
    }

    /// <summary>Some answers begin with <c>data:image/jpeg;base64,</c>.</summary>
    private static FetchedMedia Decoded(string text, string type, string name)
    {
        text = text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..];
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 0
            ? new FetchedMedia.Fetched(new MemoryStream(bytes, 0, length, writable: false), type, name)
            : new FetchedMedia.Refused("not_base64");
    }
}
