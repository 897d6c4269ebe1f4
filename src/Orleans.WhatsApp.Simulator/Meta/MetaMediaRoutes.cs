using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Upload, look-up, download and removal of files.</summary>
internal sealed class MetaMediaRoutes(SimulatedWorld world, MetaGate gate)
{
    private const int Megabyte = 1024 * 1024;
    private const string Downloads = "/whatsapp_business/attachments/";

    // By the beginning of the type; the longest upload of each kind that the documentation allows.
    private static readonly (string Type, int Most)[] Allowed =
    [
        ("audio/aac", 16 * Megabyte), ("audio/amr", 16 * Megabyte), ("audio/mpeg", 16 * Megabyte), ("audio/mp4", 16 * Megabyte), ("audio/ogg", 16 * Megabyte),
        ("image/jpeg", 5 * Megabyte), ("image/png", 5 * Megabyte), ("image/webp", 500 * 1024), ("video/mp4", 16 * Megabyte), ("video/3gpp", 16 * Megabyte),
        ("text/plain", 100 * Megabyte), ("application/pdf", 100 * Megabyte), ("application/vnd.", 100 * Megabyte), ("application/msword", 100 * Megabyte),
    ];

    private readonly MetaMedia _media = world.Meta.Media;

    public void Map(RouteGroupBuilder graph, RouteGroupBuilder downloads)
    {
        graph.MapPost("/{id}/media", Upload);
        graph.MapDelete("/{id}", Delete);
        downloads.MapGet(Downloads, Download);
    }

    /// <summary><c>GET /{media_id}</c>; null if there is no such file for this token.</summary>
    public static IResult? Look(SimulatedWorld world, MetaGate gate, string id, HttpRequest request)
    {
        if (world.Meta.Media.Find(id) is not { } item || !gate.Opens(request, item.Account)) return null;
        if (request.Query["phone_number_id"].ToString() is { Length: > 0 } number && number != item.Account.Id) return null;
        return Wire.Answer(new JsonObject
        {
            // By the address that the caller reaches this world by, as with signed URLs elsewhere.
            ["url"] = $"{request.Scheme}://{request.Host}{Downloads}{world.Meta.Media.Sign(item)}",
            ["mime_type"] = item.File.MimeType,
            ["sha256"] = MetaMedia.Sha256(item.File),
            ["file_size"] = item.File.Content.Length,
            ["id"] = item.Id,
            ["messaging_product"] = "whatsapp",
        });
    }

    private async Task<IResult> Upload(string id, HttpRequest request)
    {
        if (gate.Open(id, request, out var refusal) is not { } account) return refusal!.Answer();
        if (await Wire.ReadForm(request) is not { } form) return new MetaProblem(100, "The body must be multipart/form-data.").Answer();
        if (form["messaging_product"].ToString() is not "whatsapp") return MetaProblem.Missing("messaging_product").Answer();
        if (form.Files.GetFile("file") is not { } file) return MetaProblem.Missing("file").Answer();
        var type = form["type"].ToString() is { Length: > 0 } named ? named : file.ContentType;
        var most = Allowed.FirstOrDefault(allowed => type.StartsWith(allowed.Type, StringComparison.OrdinalIgnoreCase)).Most;
        if (most is 0) return new MetaProblem(100, $"Param file must be a file with one of the supported types. Received file of type '{type}'.").Answer();
        if (file.Length > most) return new MetaProblem(131053, $"The file is larger than {most} bytes.").Answer();

        var content = await Wire.ReadFile(file);
        return Wire.Answer(new JsonObject { ["id"] = _media.Keep(account, new SimulatedAttachment("file", type, file.FileName, content), MetaMedia.LifeOfUpload) });
    }

    private IResult Delete(string id, HttpRequest request) =>
        _media.Find(id) is { } item && gate.Opens(request, item.Account) && _media.Remove(id)
            ? Wire.Answer(new JsonObject { ["success"] = true })
            : MetaProblem.NoObject(id, "delete").Answer();

    private IResult Download(HttpRequest request)
    {
        var query = request.Query;
        // Without a name the download servers turn callers away, as if they were a robot.
        if (request.Headers.UserAgent.ToString() is not { Length: > 0 }) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (_media.FindSigned(query["mid"].ToString(), query["ext"].ToString(), query["hash"].ToString()) is not { } item) return Results.NotFound();
        return gate.Opens(request, item.Account)
            ? Results.Bytes(item.File.Content, item.File.MimeType)
            : Results.StatusCode(StatusCodes.Status401Unauthorized);
    }
}
