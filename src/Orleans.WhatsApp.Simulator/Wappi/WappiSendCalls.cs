using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The calls that reach a contact's phone.</summary>
internal sealed class WappiSendCalls(SimulatedWorld world)
{
    private readonly WhatsAppNetwork _network = world.Network;
    private readonly WappiScript _script = world.Wappi;
    private readonly EchoPlay _echo = new(world);

    public void Map(Action<string, Func<WappiCall, Task<IResult>>> map)
    {
        map("/sync/message/send", SendText);
        map("/sync/message/reply", Reply);
        map("/sync/message/img/send", call => SendFile(call, "img", "image/jpeg", "image.jpg"));
        map("/sync/message/video/send", call => SendFile(call, "video", "video/mp4", "video.mp4"));
        map("/sync/message/document/send", call => SendFile(call, "file", "application/octet-stream", "document"));
        map("/sync/message/audio/send", call => SendFile(call, "audio", "audio/ogg; codecs=opus", "audio.ogg"));
        map("/sync/message/reaction", React);
    }

    private async Task<IResult> SendText(WappiCall call)
    {
        if (call.String("body") is not { Length: > 0 } text) return WappiProblem.Bad("body is required");
        if (Chat(call, call.String("recipient"), out var refusal) is not { } chat) return refusal!;
        var quoted = call.String("quoted_message_id") is { Length: > 0 } id ? chat.Find(id) : null;
        return await Accept(call, chat, new Draft(text) { Quoted = quoted });
    }

    private async Task<IResult> Reply(WappiCall call)
    {
        if (call.String("body") is not { Length: > 0 } text) return WappiProblem.Bad("body is required");
        if (Message(call, out var refusal) is not (var chat, var quoted)) return refusal!;
        return await Accept(call, chat, new Draft(text) { Quoted = quoted });
    }

    private async Task<IResult> SendFile(WappiCall call, string type, string mimeType, string fileName)
    {
        if (call.String("b64_file") is not { Length: > 0 } encoded) return WappiProblem.Bad("b64_file is required");
        var content = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, content, out var length)) return WappiProblem.Bad("b64_file must be base64 without a data: prefix");
        if (Chat(call, call.String("recipient"), out var refusal) is not { } chat) return refusal!;
        var name = call.String("file_name") ?? fileName;
        return await Accept(call, chat, new Draft(call.String("caption"))
        {
            Attachments = [new SimulatedAttachment(type, MimeType(name, mimeType), name, content.AsMemory(0, length)) { VoiceNote = type is "audio" }],
        });
    }

    private Task<IResult> React(WappiCall call)
    {
        if (Message(call, out var refusal) is not (_, var message)) return Task.FromResult(refusal!);
        _network.ReactFromBusiness(message.Id, call.String("body") ?? "");
        return Task.FromResult(WappiAnswer.Done(world.Options.TimeProvider.GetUtcNow(), new JsonObject { ["message_id"] = Ids.NewProviderId() }));
    }

    private async Task<IResult> Accept(WappiCall call, SimulatedChat chat, Draft draft)
    {
        var message = _network.FromApi(chat, draft with { TaskId = Guid.NewGuid().ToString() });
        await _echo.Play(_script.Echo, _script.EchoDelay, call.Fault, call.Context, () => Echo(chat, message));
        return WappiAnswer.Done(message.At, new JsonObject
        {
            ["message_id"] = call.Fault is ProviderFault.AcceptWithoutMessageId ? null : message.Id,
            ["task_id"] = message.TaskId,
        });
    }

    private async Task Echo(SimulatedChat chat, SimulatedMessage message)
    {
        await _network.Echo(chat, message);
        foreach (var status in _script.Statuses) await _script.Tell(chat, message, status);
    }

    private SimulatedChat? Chat(WappiCall call, string? recipient, out IResult? refusal)
    {
        refusal = call.Profile.Status is not AccountStatus.Ok ? WappiProblem.NotAuthorized
            : string.IsNullOrEmpty(recipient) ? WappiProblem.Bad("recipient is required")
            : null;
        if (refusal is not null) return null;
        if (WappiAddress.Find(_network, call.Profile, recipient!) is { } chat && _script.IsOnWhatsApp(chat.Contact.Digits)) return chat;
        refusal = WappiProblem.Bad("recipient is not on WhatsApp");
        return null;
    }

    private (SimulatedChat Chat, SimulatedMessage Message)? Message(WappiCall call, out IResult? refusal)
    {
        refusal = call.Profile.Status is not AccountStatus.Ok ? WappiProblem.NotAuthorized
            : call.String("message_id") is not { Length: > 0 } ? WappiProblem.Bad("message_id is required")
            : null;
        if (refusal is not null) return null;
        if (_network.TryFindMessage(call.String("message_id")!, out var chat, out var message) && chat.Account == call.Profile) return (chat, message);
        refusal = WappiProblem.Missing("Message");
        return null;
    }

    private static string MimeType(string fileName, string otherwise) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".webp" => "image/webp",
        ".pdf" => "application/pdf",
        ".txt" => "text/plain",
        ".mp4" => "video/mp4",
        ".mp3" => "audio/mpeg",
        ".ogg" => "audio/ogg; codecs=opus",
        _ => otherwise,
    };
}
