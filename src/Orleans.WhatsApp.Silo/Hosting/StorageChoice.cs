using Orleans.WhatsApp.Silo.SignIn;
using Orleans.WhatsApp.Storage;
using Orleans.WhatsApp.Storage.Channels;

namespace Orleans.WhatsApp.Silo.Hosting;

internal static class StorageChoice
{
    /// <summary>PostgreSQL where one is named, else the embedded database.</summary>
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres) builder.Services.AddPostgresStorage(postgres);
        else builder.Services.AddSqliteStorage(Folder(builder.Configuration));
        builder.Services.AddSingleton(services => new SecretBox(services.GetRequiredService<SigningKey>().Derive("orleans-whatsapp channel secrets")));
        return builder;
    }

    /// <summary>Of the embedded database.</summary>
    public static string Folder(IConfiguration settings) => settings["Storage:Path"] ?? "./data";
}
