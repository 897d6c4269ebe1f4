using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Chats;
using Orleans.WhatsApp.Storage.Audit;
using Orleans.WhatsApp.Storage.Dashboard;

namespace Orleans.WhatsApp.Silo.Audit;

/// <summary>The trail as a file. Read and written page by page, so its length does not matter; a reader who goes away ends it.</summary>
internal sealed class AuditExport(IAuditTrail trail, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, TimeProvider clock)
{
    private const int RowsAtOnce = 500;

    private static readonly string[] Columns =
        ["_id", "at", "action", "outcome", "finished_at", "actor_id", "actor_name", "actor_email", "by_platform", "subject_kind", "subject_id", "detail", "address"];

    public static bool Knows(string? format) => format is "csv" or "jsonl";

    public async Task Write(HttpContext call, TenantId tenant, AuditFilter filter, string format)
    {
        var isCsv = format == "csv";
        call.Response.ContentType = isCsv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
        call.Response.Headers.ContentDisposition =
            $"attachment; filename=\"audit-{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.{format}\"";
        if (isCsv) await Write(call, Csv.Line(Columns));

        ListCursor? after = null;
        while (await trail.Next(tenant, filter, after, RowsAtOnce) is { Count: > 0 } rows)
        {
            await Write(call, string.Concat(rows.Select(AuditView.OfTenant).Select(entry => isCsv ? AsCsv(entry) : AsJson(entry))));
            if (rows.Count < RowsAtOnce) break;
            after = rows[^1].Cursor;
        }
    }

    private static string AsCsv(AuditView entry) => Csv.Line(
        entry.Id.ToString(), Time(entry.At), entry.Action, entry.Outcome, Time(entry.FinishedAt), entry.Actor?.Id.ToString(), entry.Actor?.Name, entry.Actor?.Email,
        entry.ByPlatform ? "true" : "false", entry.Subject?.Kind, entry.Subject?.Id?.ToString(), entry.Detail.ToString(), entry.Address);

    private string AsJson(AuditView entry) => JsonSerializer.Serialize(entry, json.Value.SerializerOptions) + "\n";

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static Task Write(HttpContext call, string text) => call.Response.WriteAsync(text, Encoding.UTF8, call.RequestAborted);
}
