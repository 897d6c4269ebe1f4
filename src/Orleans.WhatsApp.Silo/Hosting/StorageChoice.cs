using Orleans.WhatsApp.Storage;

namespace Orleans.WhatsApp.Silo.Hosting;

internal static class StorageChoice
{
    /// <summary>PostgreSQL where one is named, else the embedded database.</summary>
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres) builder.Services.AddPostgresStorage(postgres);
        else builder.Services.AddSqliteStorage(Folder(builder.Configuration));
        return builder;
    }

    /// <summary>Of the embedded database.</summary>
    public static string Folder(IConfiguration settings) => settings["Storage:Path"] ?? "./data";
}
