namespace Orleans.WhatsApp.Silo.Hosting;

internal static class SiloHost
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Settings are read once: a watcher over the content root would also watch the database in it, and doubles what every commit costs.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        // A request is read on the thread on which it was noticed, not handed to another one first. Nothing here blocks a thread while it waits.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        var isSaid = builder.Configuration["urls"] is { Length: > 0 } || builder.Configuration["http_ports"] is { Length: > 0 } || builder.Configuration["Kestrel:Endpoints:Http:Url"] is { Length: > 0 };
        if (!isSaid) builder.WebHost.UseUrls(DefaultUrl);
        return builder;
    }
}
