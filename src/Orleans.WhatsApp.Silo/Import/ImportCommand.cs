using System.Data.Common;
using Microsoft.Extensions.Options;
using Orleans.WhatsApp.Grains;
using Orleans.WhatsApp.Silo.Hosting;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Import;

namespace Orleans.WhatsApp.Silo.Import;

/// <summary>
/// <c>import &lt;folder&gt; [--dry-run] [--report &lt;file&gt;]</c>: takes over the collections of the system that this one replaces. Starts no silo, and with
/// PostgreSQL runs beside silos that do. 0 when it is complete, skipped rows included; 1 when it broke off; 2 when it was called wrongly.
/// </summary>
internal static class ImportCommand
{
    private const string Word = "import";
    private const string Usage = """
        import <folder> [--dry-run] [--report <file>]
          <folder>    holds tenants, agents, whatsappchats, whatsappsessions, whatsappmessages, each .jsonl or .json with one document a line;
                      any of them may be missing
          --dry-run   does everything and keeps nothing
          --report    where skipped rows are told; without it, on standard error
        """;

    public static bool IsAsked(string[] args) => args is [Word, ..];

    public static async Task<int> Run(string[] args)
    {
        if (ImportRequest.Of(args.AsSpan(1)) is not { } request)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            using var files = new ExportFiles(request.Folder);
            if (!files.AreNone) return await Run(request, files);
            await Console.Error.WriteLineAsync($"{request.Folder} holds no collection of an export.\n{Usage}");
            return 2;
        }
        catch (StorageInUseException cause)
        {
            await Console.Error.WriteLineAsync($"{cause.Message}\nStop the silo, import, and start it again.");
            return 1;
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or UnauthorizedAccessException or DbException
            or SchemaChangedException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync($"The import broke off: {cause.Message}\nChats are taken over whole or not at all; run it again to go on.");
            return 1;
        }
    }

    private static async Task<int> Run(ImportRequest request, ExportFiles files)
    {
        await using var lines = request.Report is { } path ? new StreamWriter(path) : null;
        await using var app = Storage();
        await Console.Error.WriteLineAsync($"{(request.IsDry ? "Dry run" : "Import")} into {Target(app.Configuration)}");
        await app.Services.GetRequiredService<IStorageStartup>().Prepare(CancellationToken.None);

        var report = new ImportReport(lines ?? Console.Error);
        var run = new ImportRun(
            app.Services.GetRequiredService<IImportStore>(), app.Services.GetRequiredService<IOptions<ChatOptions>>().Value,
            app.Services.GetRequiredService<TimeProvider>(), report, new ImportProgress(Console.Error), request.IsDry);
        await run.Run(files);
        await Console.Out.WriteAsync(report.Table());
        if (request.IsDry) await Console.Out.WriteLineAsync("Dry run: nothing of this was kept.");
        return 0;
    }

    /// <summary>Said first: settings that are missing would mean another database, and an empty one.</summary>
    private static string Target(IConfiguration settings)
    {
        if (settings.GetConnectionString("Postgres") is not { Length: > 0 } postgres)
            return $"the embedded database in {Path.GetFullPath(StorageChoice.Folder(settings))}";
        var parts = new DbConnectionStringBuilder { ConnectionString = postgres };
        return $"PostgreSQL, database {Part("Database")} on {Part("Host")}";

        string Part(string name) => parts.TryGetValue(name, out var value) ? $"{value}" : "?";
    }

    /// <summary>The silo's settings and its storage, and nothing that runs. What it would log has no place beside the report.</summary>
    private static WebApplication Storage()
    {
        var builder = SiloHost.CreateBuilder([]).AddStorage();
        builder.Logging.ClearProviders();
        builder.Services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateDataAnnotations();
        return builder.Build();
    }
}

/// <param name="Report">Null means standard error.</param>
internal sealed record ImportRequest(string Folder, bool IsDry, string? Report)
{
    /// <summary>Null if that is no way to ask.</summary>
    public static ImportRequest? Of(ReadOnlySpan<string> args)
    {
        var (folder, isDry, report) = ((string?)null, false, (string?)null);
        while (args is [var word, .. var rest])
        {
            args = rest;
            switch (word)
            {
                case "--dry-run": isDry = true; break;
                case "--report" when report is null && args is [var path, .. var more]:
                    report = path;
                    args = more;
                    break;
                case ['-', ..]: return null;
                case { Length: > 0 } when folder is null: folder = word; break;
                default: return null;
            }
        }

        return folder is null ? null : new(folder, isDry, report);
    }
}
