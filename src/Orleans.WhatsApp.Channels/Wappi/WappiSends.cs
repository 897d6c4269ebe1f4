using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Wappi;

/// <summary>Sending. Wappi knows no key by which a send could be repeated safely.</summary>
internal sealed class WappiSends(WappiHttp http, IOptionsMonitor<WappiOptions> options)
{
    /// <summary>What is done by the way must not hold up a send for long.</summary>
    private static readonly TimeSpan CourtesyTimeout = TimeSpan.FromSeconds(3);

    /// <param name="recipient">Bare digits, or <c>…@lid</c>.</param>
    public async Task<SendResult> Send(string profile, string recipient, OutgoingMessage message)
    {
        var settings = options.CurrentValue;
        return message.Content switch
        {
            null => await Post(profile, recipient, "/sync/message/send", WappiHttp.Json(new { body = message.Text, recipient }), settings.SendTimeout),
            MessageContent.Media when message.File.IsEmpty => new SendResult.Refused("no_file"),
            MessageContent.Media media => await Post(profile, recipient, $"/sync/message/{Call(media)}/send", File(media, recipient, message.File), settings.RequestTimeout),
            _ => new SendResult.Refused("not_supported"),
        };
    }

    /// <summary>Whether it worked does not matter.</summary>
    public async Task ShowComposing(string profile, string recipient, string providerMessageId, CancellationToken stop)
    {
        if (ProviderId.Is(providerMessageId))
            await http.Call(HttpMethod.Post, profile, "/sync/message/mark/read", WappiHttp.Json(new { message_id = providerMessageId }), CourtesyTimeout, stop);
        await http.Call(HttpMethod.Post, profile, "/sync/chat/typing/start", WappiHttp.Json(new { recipient }), CourtesyTimeout, stop);
    }

    private async Task<SendResult> Post(string profile, string recipient, string path, HttpContent content, TimeSpan timeout) =>
        await http.Call(HttpMethod.Post, profile, path, content, timeout, CancellationToken.None) switch
        {
            ProviderAnswer.Answered { IsSuccess: true, Body: var body } => Accepted(body, recipient),
            ProviderAnswer.Answered failed => WappiErrors.Classify(failed.Status, failed.Code),
            ProviderAnswer.NotSent notSent => new SendResult.Postponed(notSent.Code),
            var lost => new SendResult.Unclear(lost.Failure!),
        };

    /// <summary>
    /// <c>{ "status": "done", "timestamp", "time", "message_id": "3EB0…", "task_id" }</c>. Answers were seen to be crossed with those of another call: one that
    /// names no message, or another chat, says nothing about this send.
    /// </summary>
    private static SendResult Accepted(JsonElement body, string recipient)
    {
        if (!ProviderId.Is(body.Text("message_id"u8))) return new SendResult.Unclear("no_message_id");
        foreach (var name in new[] { "recipient", "chatId", "chat_id", "to" })
            if (body.Field(name).Text() is { Length: > 0 } chat && WappiChats.Differ(chat, recipient)) return new SendResult.Unclear("other_answer");
        return new SendResult.Accepted(body.Text("message_id"u8));
    }

    private static string Call(MessageContent.Media media) => media.Type switch
    {
        "image" => "img",
        "video" => "video",
        "audio" => "audio",
        _ => "document",
    };

    private static JsonContent File(MessageContent.Media media, string recipient, ReadOnlyMemory<byte> file) =>
        WappiHttp.Json(new { recipient, caption = media.Caption, file_name = media.FileName, b64_file = file });
}
