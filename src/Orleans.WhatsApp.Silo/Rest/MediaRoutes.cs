using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Grains.Chats;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Silo.Audit;
using Orleans.WhatsApp.Silo.Problems;
using Orleans.WhatsApp.Silo.Rest.Wire;
using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Rest;

/// <summary>What came with messages, and what is to go out with one.</summary>
internal static class MediaRoutes
{
    private const int LongestName = 200;

    public static void MapMedia(this RouteGroupBuilder whatsapp)
    {
        var chat = whatsapp.MapGroup("chats/{chatId:guid}").WithTags("media").Refuses("chat_not_found");
        chat.MapGet("messages/{messageId:guid}/media/{index}", Read).WithName("ReadMedia").RequireAuthorization(Roles.Member)
            .WithSummary("The bytes of one attachment, with ranges.").Refuses("media_not_found").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        chat.MapPost("messages/{messageId:guid}/media/retry", Retry).WithName("FetchMedia").RequireAuthorization(Roles.Manager)
            .WithSummary("Fetches again what could not be fetched, and writes out again what could not be written out.").Refuses("nothing_to_fetch").Audited("chat.fetch_media");
        chat.MapPost("uploads", Upload).WithName("UploadMedia").RequireAuthorization(Roles.Manager).WithMetadata(new RequestSizeLimitAttribute(Uploads.MostBytes))
            .WithSummary("Keeps a file, of at most 16 MiB, that is sent by its key within 24 hours.").Refuses("empty_file", "payload_too_large", "too_many_uploads").Audited("chat.upload");
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Read(
        Guid chatId, Guid messageId, int index, ClaimsPrincipal caller, IDashboardQueries queries, IMediaStore media, HttpContext context, CancellationToken stop)
    {
        if (await queries.Message(caller.TenantId(), new(messageId)) is not { } message || message.Chat.Value != chatId) return Problem.Of("chat_not_found");
        var attachments = ChatStateJson.ReadAttachments(message.AttachmentsJson);
        if (index < 0 || index >= attachments.Length || attachments[index] is not { State: MediaState.Kept } attachment) return Problem.Of("media_not_found");

        var key = MessageFiles.KeyOf(caller.TenantId(), message.Chat, message.Id, index, message.ContentJson);
        if (await media.Open(key, stop) is not { } stored) return Problem.Of("media_not_found");

        // Whatever a contact has sent is never a page of ours.
        var isSafe = stored.ContentType.StartsWith("image/", StringComparison.Ordinal) && stored.ContentType != "image/svg+xml"
            || stored.ContentType.StartsWith("audio/", StringComparison.Ordinal) || stored.ContentType.StartsWith("video/", StringComparison.Ordinal);
        var disposition = new ContentDispositionHeaderValue(isSafe ? "inline" : "attachment");
        if (attachment.FileName.Length > 0) disposition.SetHttpFileName(attachment.FileName);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        // Not kept by a browser that somebody else may use after a sign-out, nor after an erasure.
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(stored.Content, isSafe ? stored.ContentType : "application/octet-stream", enableRangeProcessing: true);
    }

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Retry(Guid chatId, Guid messageId, ClaimsPrincipal caller, ChatDesk desk)
    {
        var outcome = await desk.Act(caller, chatId, new ChatAction.FetchMedia(caller.UserId().Value, messageId));
        return outcome.IsDone && await desk.Message(caller, messageId) is { } message ? TypedResults.Ok(message) : Refusals.Of(outcome);
    }

    private static async Task<Results<Ok<UploadView>, ProblemHttpResult>> Upload(
        Guid chatId, [FromQuery(Name = "file_name")] string? fileName, ClaimsPrincipal caller, IDashboardQueries queries, Uploads uploads, HttpRequest request, CancellationToken stop)
    {
        if (await queries.Chat(caller.TenantId(), new(chatId)) is null) return Problem.Of("chat_not_found");
        var type = MediaType.Plain(request.ContentType ?? "");
        if (type.Length == 0 || !MediaTypeHeaderValue.TryParse(type, out _)) type = MediaType.Unsaid;
        var name = Path.GetFileName(fileName ?? "").Trim();
        var key = Guid.NewGuid();
        var (size, problem) = await uploads.Keep(new MediaKey(caller.TenantId(), new(chatId), key), type, request, stop);
        return problem is null
            ? TypedResults.Ok(new UploadView(key, KindOf(type), type, name.Length > LongestName ? name[^LongestName..] : name, size))
            : Problem.Of(problem);
    }

    /// <summary>What WhatsApp shows as such; everything else goes as a document.</summary>
    private static string KindOf(string type) => type switch
    {
        "image/jpeg" or "image/png" => "image",
        "video/mp4" or "video/3gpp" => "video",
        "audio/aac" or "audio/amr" or "audio/mpeg" or "audio/mp4" or "audio/ogg" => "audio",
        _ => "document",
    };
}

/// <param name="Key">Names the file in the message that sends it.</param>
/// <param name="Type">image, video, audio or document.</param>
/// <param name="Size">In bytes.</param>
internal sealed record UploadView(Guid Key, string Type, string MimeType, string FileName, long Size);
