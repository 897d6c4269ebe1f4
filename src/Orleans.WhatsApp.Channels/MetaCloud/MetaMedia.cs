using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.MetaCloud;

/// <summary>Files at Meta: an id, and for five minutes an address that belongs to it.</summary>
internal sealed class MetaMedia(MetaHttp http, ProviderFiles files, IOptionsMonitor<MetaOptions> options)
{
    /// <summary>Where Meta keeps files. The token goes nowhere else.</summary>
    public static readonly string[] Hosts = ["lookaside.fbsbx.com", "graph.facebook.com", "fbcdn.net"];
    private const string HostsBelow = ".fbcdn.net";

    /// <summary><c>{ "url": "https://lookaside.fbsbx.com/…", "mime_type", "sha256", "file_size": 1234, "id", "messaging_product" }</c></summary>
    public async Task<FetchedMedia> Fetch(string account, Attachment attachment, CancellationToken stop)
    {
        var mediaId = attachment.Id;
        // The number as well: Meta then gives only what was sent to it.
        var path = $"/{Uri.EscapeDataString(mediaId)}?phone_number_id={Uri.EscapeDataString(account)}";
        var answer = await http.Call(account, HttpMethod.Get, path, content: null, options.CurrentValue.RequestTimeout, stop);
        if (answer is not ProviderAnswer.Answered { IsSuccess: true, Body: var body }) return NotFound(answer);
        if (!Uri.TryCreate(body.Text("url"u8), UriKind.Absolute, out var url) || !IsMetas(url)) return new FetchedMedia.Refused("host_not_allowed");
        var (file, failure) = await http.File(account, url, ProviderFiles.KindOf(attachment), body.Text("mime_type"u8).Or(attachment.MimeType));
        return file is null ? new FetchedMedia.Postponed(failure) : await files.Fetch(file, attachment.FileName, stop);
    }

    /// <summary>The id, or why there is none. Nothing is sent by it, so whatever went wrong may be tried again.</summary>
    public async Task<(string Id, SendResult? Failure)> Upload(string account, MessageContent.Media media, ReadOnlyMemory<byte> file)
    {
        if (!MediaTypeHeaderValue.TryParse(media.MimeType, out var type)) return ("", new SendResult.Refused("invalid_media_type"));
        if (file.IsEmpty) return ("", new SendResult.Refused("empty_file"));
        using var bytes = new ReadOnlyMemoryContent(file);
        bytes.Headers.ContentType = type;
        using var form = new MultipartFormDataContent
        {
            { new StringContent("whatsapp"), "\"messaging_product\"" },
            { new StringContent(media.MimeType), "\"type\"" },
            { bytes, "\"file\"", $"\"{FileName(media)}\"" },
        };
        return await http.Call(account, HttpMethod.Post, $"/{Uri.EscapeDataString(account)}/media", form, options.CurrentValue.RequestTimeout, CancellationToken.None) switch
        {
            ProviderAnswer.Answered { IsSuccess: true, Body: var body } when ProviderId.Is(body.Text("id"u8)) => (body.Text("id"u8), null),
            ProviderAnswer.Answered { IsSuccess: true } => ("", new SendResult.Postponed("no_media_id")),
            ProviderAnswer.Answered failed => ("", Repeatable(MetaErrors.Classify(failed.Status, failed.Body))),
            var lost => ("", new SendResult.Postponed(lost.Failure!)),
        };
    }

    private static SendResult Repeatable(SendResult failure) => failure is SendResult.Unclear unclear ? new SendResult.Postponed(unclear.Code) : failure;

    internal bool IsMetas(Uri url)
    {
        if (url.UserInfo.Length > 0) return false;
        var ours = new Uri(options.CurrentValue.BaseUrl.Trim());
        if (url.Scheme == ours.Scheme && url.Authority.Equals(ours.Authority, StringComparison.OrdinalIgnoreCase)) return true;
        return url is { Scheme: "https", IsDefaultPort: true } && (Hosts.Contains(url.Host) || url.Host.EndsWith(HostsBelow, StringComparison.Ordinal));
    }

    private static FetchedMedia NotFound(ProviderAnswer answer) => answer switch
    {
        ProviderAnswer.Answered failed => MetaErrors.Classify(failed.Status, failed.Body) switch
        {
            SendResult.Refused when failed.Status is 404 or 410 || failed.Code is "100" or "33" => new FetchedMedia.Refused("gone"),
            SendResult.Refused refused => new FetchedMedia.Refused(refused.Code),
            _ => new FetchedMedia.Postponed(failed.Failure ?? failed.Code),
        },
        _ => new FetchedMedia.Postponed(answer.Failure!),
    };

    /// <summary>Only shown to Meta here; the contact sees the one that goes with the message.</summary>
    private static string FileName(MessageContent.Media media)
    {
        var plain = string.Concat(media.FileName.Where(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_').Take(100));
        return plain.Or("file");
    }
}
